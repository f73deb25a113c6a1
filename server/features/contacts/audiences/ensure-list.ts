import { sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow, text } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { audiences } from '../tables.ts';
import { texts } from './texts.ts';

/**
 * The list of that name, whatever the case of its letters, made now if there is none.
 * @throws AppError invalid_request when it is a filter
 */
export async function ensureList(
  app: App,
  tx: Db,
  workspaceId: number,
  name: string,
): Promise<number> {
  await tx
    .insert(audiences)
    .values({ workspaceId, name, kind: 'list', createdAt: app.clock.now() })
    .onConflictDoNothing();
  const found = await selectRow(
    tx,
    { id: int, kind: text },
    sql`select id, kind from audiences
        where workspace_id = ${workspaceId} and fold_text(name) = fold_text(${name})`,
  );
  if (!found) throw new Error('the audience was not stored');
  if (found.kind === 'list') return found.id;
  throw new AppError('invalid_request', texts.isFilter(name));
}
