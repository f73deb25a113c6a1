import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { moveTargets } from './move-targets.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';

/**
 * The first messages that failed because their account was deleted or banned, or may not invite any
 * more, to people with whom it hadn't exchanged a word: another account of the campaign may write to
 * them.
 * @returns the ids of the messages
 */
export async function findUnbegun(tx: Db, failedIds: readonly number[]): Promise<number[]> {
  if (failedIds.length === 0) return [];
  const rows = await selectRows(
    tx,
    { id: int },
    sql`
      select m.id from messages m
      join campaign_steps s on s.message_id = m.id
      join campaign_targets t on t.id = s.target_id
      join dialogs d on d.id = m.dialog_id
      where m.id in (select value::bigint from jsonb_array_elements(${jsonRows(failedIds)}))
        and m.origin = ${CAMPAIGN_ORIGIN} and m.status = 'failed' and s.is_first
        and t.status = 'queued' and d.first_out_at is null and d.last_in_at is null
        and (m.error ->> 'code' = 'account_banned' or m.error ->> 'reason' = 'sender_removed'
          or m.error ->> 'code' = 'cannot_invite')`,
  );
  return rows.map((row) => row.id);
}

/** Puts the people of such messages back among those whose turn is still to come. */
export async function returnTargets(
  app: App,
  tx: Db,
  messageIds: readonly number[],
): Promise<void> {
  if (messageIds.length === 0) return;
  const ids = jsonRows(messageIds);
  const targets = await selectRows(
    tx,
    { id: int },
    sql`
      select t.id from campaign_targets t
      where t.status = 'queued' and t.id in (select target_id from campaign_steps
        where message_id in (select value::bigint from jsonb_array_elements(${ids})))
      order by t.id for update`,
  );
  const targetIds = `{${targets.map((t) => t.id).join(',')}}`;
  // The step was never said: whoever gets the person next says it.
  await tx.execute(sql`
    delete from campaign_steps where target_id = any(${targetIds}::bigint[])
      and message_id in (select value::bigint from jsonb_array_elements(${ids}))`);
  await tx.execute(sql`
    update dialogs set is_automatic = false
    where id in (select dialog_id from campaign_targets where id = any(${targetIds}::bigint[]))`);
  await moveTargets(
    app,
    tx,
    targets.map(({ id }) => ({ id, to: 'planned' as const, nextLookAt: null })),
  );
  await tx.execute(sql`
    update campaign_targets set sender_id = null, dialog_id = null, stage = 0
    where id = any(${targetIds}::bigint[])`);
}
