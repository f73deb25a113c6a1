import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { dialogs } from '../messages/tables.ts';
import { texts } from './texts.ts';

export type Dialog = typeof dialogs.$inferSelect;

/** The dialog that people know by this number. @throws AppError not_found */
export async function findDialog(db: Db, workspaceId: number, number: number): Promise<Dialog> {
  const found = await selectRow(
    db,
    { id: int },
    sql`select id from dialogs where workspace_id = ${workspaceId} and number = ${number}`,
  );
  if (!found) throw new AppError('not_found', texts.noSuchDialog(number));
  return readDialog(db, found.id);
}

export async function readDialog(db: Db, id: number): Promise<Dialog> {
  const [dialog] = await db.select().from(dialogs).where(eq(dialogs.id, id));
  if (!dialog) throw new AppError('not_found', texts.noDialog);
  return dialog;
}

/**
 * Locks a dialog until the transaction ends: its person first, as everybody does who says something
 * to somebody.
 * @throws AppError not_found
 */
export async function lockDialog(tx: Db, id: number): Promise<Dialog> {
  await tx.execute(sql`
    select c.id from contacts c join dialogs d on d.contact_id = c.id
    where d.id = ${id} for no key update of c`);
  await tx.execute(sql`select id from dialogs where id = ${id} for update`);
  return readDialog(tx, id);
}
