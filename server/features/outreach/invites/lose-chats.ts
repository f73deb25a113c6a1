import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows, text } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { problemTexts } from '../../messages/problem-texts.ts';
import { writeFailures } from '../../messages/write-outcomes.ts';
import { CAMPAIGN_ORIGIN } from '../campaigns/origin.ts';

/**
 * An account may not invite any more: its campaign goes on without it, and whoever waited in its
 * queue for a first word goes to the others. A gate that holds one of them is waited for: it may let it
 * wait as well as let it go.
 * @param because Telegram's word for it
 */
export async function loseChat(
  app: App,
  tx: Db,
  campaignId: number,
  senderId: number,
  because: string,
): Promise<void> {
  await tx.execute(sql`
    update campaign_chats set lost_because = ${because}, look_at = null
    where campaign_id = ${campaignId} and sender_id = ${senderId} and lost_because is null`);
  const queued = await selectRows(
    tx,
    { id: int },
    sql`
      select m.id from campaigns c
      join messages m on m.workspace_id = c.workspace_id and m.origin = ${CAMPAIGN_ORIGIN}
        and m.origin_id = c.id and m.sender_id = ${senderId}
        and m.status = 'queued' and m.lane = 'first'
      where c.id = ${campaignId} order by m.id for update of m`,
  );
  const error = {
    code: 'cannot_invite' as const,
    reason: because,
    text: problemTexts.cannotInvite,
  };
  await writeFailures(
    app,
    tx,
    queued.map(({ id }) => ({ messageId: id, from: 'queued', to: 'failed', error })),
  );
}

/** The same for accounts whose invite Telegram refused because they may not invite any more. */
export async function loseChats(app: App, tx: Db, failedIds: readonly number[]): Promise<void> {
  if (failedIds.length === 0) return;
  const lost = await selectRows(
    tx,
    { campaignId: int, senderId: int, because: text },
    sql`
      select distinct on (m.origin_id, m.sender_id) m.origin_id as "campaignId",
        m.sender_id as "senderId", m.error ->> 'reason' as because
      from messages m
      join campaign_chats k on k.campaign_id = m.origin_id and k.sender_id = m.sender_id
        and k.lost_because is null
      where m.id in (select value::bigint from jsonb_array_elements(${jsonRows(failedIds)}))
        and m.chat is not null and m.origin = ${CAMPAIGN_ORIGIN}
        and m.error ->> 'code' = 'cannot_invite'
      order by m.origin_id, m.sender_id`,
  );
  for (const { campaignId, senderId, because } of lost)
    await loseChat(app, tx, campaignId, senderId, because);
}
