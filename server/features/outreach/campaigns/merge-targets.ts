import { sql } from 'drizzle-orm';
import type { TargetStatus } from '../../../../contract/campaigns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, nullable, oneOf, type Row, selectRows } from '../../../base/db/rows.ts';
import type { Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { writeFailures } from '../../messages/write-outcomes.ts';
import { type Move, moveTargets } from './move-targets.ts';
import { texts } from './texts.ts';

const columns = {
  id: int,
  campaignId: int,
  status: oneOf<TargetStatus>(),
  dialogId: nullable(int),
  /** Messages of the campaign that have left. */
  said: int,
};
type Stood = Row<typeof columns>;

const isLed = ({ status }: Pick<Stood, 'status'>) => status === 'queued' || status === 'active';

/**
 * Two contacts became one: a campaign that had both goes on with the one it has got further with,
 * and of several campaigns one leads. What waited in the outbox for the others is cancelled, or the
 * person would read it twice.
 */
export async function mergeTargets(
  app: App,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  const stood = await selectRows(
    tx,
    columns,
    sql`
      select t.id, t.campaign_id as "campaignId", t.status, t.dialog_id as "dialogId",
        (select count(*) from campaign_steps s join messages m on m.id = s.message_id
          where s.target_id = t.id and m.status not in ('queued', 'cancelled')) as said
      from campaign_targets t
      where t.workspace_id = ${workspaceId} and t.contact_id in (${keeperId}, ${loserId})
      order by t.id for update of t`,
  );
  const { doubled, outrun } = sortOut(stood);
  await cancelQueued(app, tx, doubled, 'same_person', texts.samePerson);
  await cancelQueued(app, tx, outrun, 'in_another_campaign', texts.inAnotherCampaign);
  await remove(tx, doubled);
  await moveTargets(
    app,
    tx,
    outrun.map((t): Move => {
      const to = t.said > 0 ? 'stopped' : 'left_out';
      return { id: t.id, to, reason: 'in_another_campaign', nextLookAt: null };
    }),
  );
  await tx.execute(sql`
    update campaign_targets t set contact_id = ${keeperId},
      dialog_id = coalesce(t.dialog_id, (select d.id from dialogs d
        where d.workspace_id = t.workspace_id and d.contact_id = ${keeperId}
          and d.sender_id = t.sender_id))
    where t.workspace_id = ${workspaceId} and t.contact_id = ${loserId}`);
  await leaveDialogs(tx, [...doubled, ...outrun]);
}

/** Which targets of one person are one too many in their campaign, and which another one leads. */
export function sortOut(stood: readonly Stood[]): { doubled: Stood[]; outrun: Stood[] } {
  const furthest = [...stood].sort(
    (a, b) => b.said - a.said || Number(isLed(b)) - Number(isLed(a)) || a.id - b.id,
  );
  const first = new Map<number, Stood>();
  for (const target of furthest)
    if (!first.has(target.campaignId)) first.set(target.campaignId, target);
  const kept = new Set(first.values());
  const [, ...outrun] = furthest.filter((t) => kept.has(t) && isLed(t));
  return { doubled: furthest.filter((t) => !kept.has(t)), outrun };
}

async function cancelQueued(
  app: App,
  tx: Db,
  dropped: readonly Stood[],
  reason: string,
  text: Text,
): Promise<void> {
  if (dropped.length === 0) return;
  const queued = await selectRows(
    tx,
    { id: int },
    sql`select m.id from campaign_steps s join messages m on m.id = s.message_id
        where s.target_id = any(${idsOf(dropped)}::bigint[]) and m.status = 'queued'
        order by m.id for update of m`,
  );
  const error = { code: 'conflict' as const, reason, text };
  await writeFailures(
    app,
    tx,
    queued.map((m) => ({ messageId: m.id, from: 'queued', to: 'cancelled', error })),
  );
}

async function remove(tx: Db, doubled: readonly Stood[]): Promise<void> {
  for (const { id, campaignId, status } of doubled) {
    await tx.execute(sql`delete from campaign_targets where id = ${id}`);
    await tx.execute(sql`
      update campaign_counts set targets = targets - 1
      where campaign_id = ${campaignId} and status = ${status}`);
  }
}

/** No script answers any more where none leads. */
async function leaveDialogs(tx: Db, dropped: readonly Stood[]): Promise<void> {
  const ids = dropped.filter(isLed).flatMap((t) => t.dialogId ?? []);
  await tx.execute(sql`
    update dialogs d set is_automatic = false
    where d.id = any(${`{${ids.join(',')}}`}::bigint[])
      and not exists (select from campaign_targets t
        where t.dialog_id = d.id and t.status in ('queued', 'active'))`);
}

const idsOf = (targets: readonly Stood[]) => `{${targets.map((t) => t.id).join(',')}}`;
