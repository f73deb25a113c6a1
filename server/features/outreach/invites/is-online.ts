import { sql } from 'drizzle-orm';
import { selectRow, text } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';

/** Whether it is worth waiting for what is asked of an account. */
export async function isOnline(app: App, accountId: number): Promise<boolean> {
  const row = await selectRow(
    app.db,
    { connection: text },
    sql`select connection from accounts where id = ${accountId}`,
  );
  return row?.connection === 'online';
}
