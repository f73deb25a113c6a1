import { sql } from 'drizzle-orm';
import { json, selectRows } from '../../server/base/db/rows.ts';
import type { TestServer } from './server.ts';

type Change = { from: string; to: string; cause: string; until: string | null };

/** Every change of an account's status as its events tell it, oldest first. */
export async function statusChanges(server: TestServer, key: string): Promise<Change[]> {
  const rows = await selectRows(
    server.app.db,
    { data: json<Change>() },
    sql`
      select e.data from events e join accounts a on a.id = e.sender_id
      where e.type = 'account.status_changed' and 'acc_' || a.number = ${key} order by e.id`,
  );
  return rows.map((row) => row.data);
}
