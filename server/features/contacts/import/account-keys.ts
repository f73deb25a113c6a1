import { sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows, text } from '../../../base/db/rows.ts';

/** The senders of the workspace's accounts by key (acc_1) and by name, in lower case. */
export async function accountKeys(db: Db, workspaceId: number): Promise<Map<string, number>> {
  const rows = await selectRows(
    db,
    { key: text, id: int },
    sql`select k.key, a.id from accounts a
        join senders s on s.id = a.id and s.removed_at is null
        cross join lateral (values (lower(a.name)), ('acc_' || a.number)) k(key)
        where a.workspace_id = ${workspaceId}`,
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}
