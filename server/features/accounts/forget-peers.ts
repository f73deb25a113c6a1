import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';

/** Somebody is erased: the accounts of their workspace no longer know them by name or number. */
export async function forgetPeers(
  _app: App,
  tx: Db,
  { workspaceId, telegramId }: { workspaceId: number; telegramId: number | null },
): Promise<void> {
  if (telegramId === null) return;
  await tx.execute(sql`
    delete from account_peers p using accounts a
    where p.user_id = ${telegramId} and a.id = p.account_id and a.workspace_id = ${workspaceId}`);
}
