import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { findAccount } from '../accounts/find-account.ts';
import { senders } from '../senders/tables.ts';
import { businessNotFound, readBusinessKey } from './business-key.ts';
import { businessConnections } from './tables.ts';

/** How the outside names a sender that dialogs are held with: acc_5 or biz_2. @param id a column */
export const senderKeyOf = (id: SQL) => sql`coalesce(
  (select 'acc_' || number from accounts where id = ${id}),
  (select 'biz_' || number from business_connections where id = ${id}), '')`;

/** The same for several senders, by their ids. */
export async function senderKeys(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await selectRows(
    db,
    { id: int, key: text },
    sql`
      select asked.id, ${senderKeyOf(sql`asked.id`)} as key
      from unnest(${`{${[...new Set(ids)].join(',')}}`}::bigint[]) asked (id)`,
  );
  return new Map(rows.map((row) => [row.id, row.key]));
}

/**
 * The sender behind acc_5 or biz_2.
 * @throws AppError not_found
 */
export async function findSender(
  app: App,
  workspaceId: number,
  key: string,
  db: Db = app.db,
): Promise<number> {
  const number = readBusinessKey(key);
  if (number === undefined) return (await findAccount(app, workspaceId, key, db)).id;
  const [row] = await db
    .select({ id: businessConnections.id })
    .from(businessConnections)
    .innerJoin(senders, eq(senders.id, businessConnections.id))
    .where(
      and(
        eq(businessConnections.workspaceId, workspaceId),
        eq(businessConnections.number, number),
        isNull(senders.removedAt),
      ),
    );
  if (!row) throw businessNotFound(key);
  return row.id;
}
