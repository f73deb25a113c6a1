import { sql } from 'drizzle-orm';
import type { TargetStatus } from '../../../../contract/campaigns.ts';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { signalOf } from '../../../base/events/signal.ts';
import type { App } from '../../../context.ts';

/** Where a target goes, and what is known of it from then on. */
export type Move = {
  id: number;
  to: TargetStatus;
  reason?: string;
  senderId?: number;
  dialogId?: number;
  stage?: number;
  /** null: nothing more is to be looked at. */
  nextLookAt?: Date | null;
};

/**
 * Moves targets and counts them in their new places. They must be locked by the transaction; the
 * counters are locked last, so that nobody waits for anybody in a ring.
 */
export async function moveTargets(app: App, tx: Db, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map((m) => ({
    id: m.id,
    status: m.to,
    reason: m.reason ?? null,
    sender_id: m.senderId ?? null,
    dialog_id: m.dialogId ?? null,
    stage: m.stage ?? null,
    look: m.nextLookAt !== undefined,
    next_look_at: m.nextLookAt?.toISOString() ?? null,
  }));
  await tx.execute(sql`
    with moved as (
      update campaign_targets t set status = r.status, reason = coalesce(r.reason, t.reason),
        sender_id = coalesce(r.sender_id, t.sender_id),
        dialog_id = coalesce(r.dialog_id, t.dialog_id), stage = coalesce(r.stage, t.stage),
        next_look_at = case when r.look then r.next_look_at else t.next_look_at end,
        changed_at = ${at(app.clock.now())}
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, status text, reason text,
          sender_id bigint, dialog_id bigint, stage smallint, look boolean,
          next_look_at timestamptz)
        join campaign_targets o on o.id = r.id
      where t.id = r.id
      returning t.workspace_id, t.campaign_id, o.status as was, t.status as is_now),
    changes as (
      select workspace_id, campaign_id, status, sum(change) as change
      from (
        select workspace_id, campaign_id, was as status, -1 as change from moved
        union all
        select workspace_id, campaign_id, is_now, 1 from moved) c
      group by 1, 2, 3 having sum(change) <> 0 order by 2, 3)
    insert into campaign_counts as c (workspace_id, campaign_id, status, targets)
    select workspace_id, campaign_id, status, change from changes
    on conflict (campaign_id, status) do update set targets = c.targets + excluded.targets`);
  await tellProgress(tx, moves);
}

/** Those who look on hear that the campaigns of these targets got on. */
async function tellProgress(tx: Db, moves: readonly Move[]): Promise<void> {
  const ids = jsonRows(moves.map((m) => m.id));
  const told = signalOf(sql`workspace_id`, 'campaign.progress', 'campaign', sql`number`);
  await tx.execute(sql`
    select ${told} from (
      select distinct c.workspace_id, c.number
      from campaign_targets t join campaigns c on c.id = t.campaign_id
      where t.id in (select value::bigint from jsonb_array_elements(${ids}))) moved`);
}
