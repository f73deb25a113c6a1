import { sql } from 'drizzle-orm';
import { type NoticeKind, noticeKinds } from '../../../contract/notifications.ts';
import type { Db } from '../../base/db/database.ts';
import { bool, selectRow } from '../../base/db/rows.ts';

/**
 * What may happen in a workspace at all: only one that was sold has a subscription that ends, and
 * only one with a sales bot has customers who ask.
 */
export async function findKinds(db: Db, workspaceId: number): Promise<NoticeKind[]> {
  const found = await selectRow(
    db,
    { isSold: bool, sells: bool },
    sql`
      select exists (select from subscriptions where workspace_id = ${workspaceId}) as "isSold",
        exists (select from bots where workspace_id = ${workspaceId} and 'sales' = any(features)
          and token is not null) as sells`,
  );
  return noticeKinds.filter((kind) => {
    if (kind === 'subscription') return found?.isSold;
    return kind === 'support' ? found?.sells : true;
  });
}
