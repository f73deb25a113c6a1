import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { CAMPAIGN_ORIGIN } from '../campaigns/origin.ts';

/**
 * Accounts whose invite Telegram refused because they may not invite any more: their campaign goes
 * on without them.
 */
export async function loseChats(tx: Db, failedIds: readonly number[]): Promise<void> {
  if (failedIds.length === 0) return;
  await tx.execute(sql`
    update campaign_chats k set lost_because = m.error ->> 'reason', look_at = null
    from messages m
    where m.id in (select value::bigint from jsonb_array_elements(${jsonRows(failedIds)}))
      and m.type = 'invite' and m.origin = ${CAMPAIGN_ORIGIN}
      and m.error ->> 'code' = 'cannot_invite' and k.lost_because is null
      and k.campaign_id = m.origin_id and k.sender_id = m.sender_id`);
}
