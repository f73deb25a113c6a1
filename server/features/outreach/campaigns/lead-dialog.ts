import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import {
  bool,
  int,
  nullable,
  oneOf,
  type Row,
  selectRow,
  selectRows,
} from '../../../base/db/rows.ts';
import type { App, DialogEnd } from '../../../context.ts';
import { writeFailures } from '../../messages/write-outcomes.ts';
import { readSettings } from '../../workspace/settings.ts';
import { readPeople, readVoices } from '../read-people.ts';
import { readVersion } from '../scripts/read-script.ts';
import { chooseStage, enqueueSteps } from './enqueue-stage.ts';
import { type Move, moveTargets } from './move-targets.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';
import { texts } from './texts.ts';

const leadColumns = {
  id: int,
  campaignId: int,
  stage: int,
  scriptId: int,
  scriptVersion: int,
  isOpen: bool,
  isOnItsWay: bool,
  status: oneOf<'queued' | 'active'>(),
};
type Lead = Row<typeof leadColumns>;

/** The campaign's target that leads a dialog, locked. */
function findLead(tx: Db, dialogId: number): Promise<Lead | undefined> {
  return selectRow(
    tx,
    leadColumns,
    sql`
      select t.id, t.campaign_id as "campaignId", t.status,
        -- a stage that was cancelled when a person was to answer is still to be said
        coalesce((select max(s.stage) from campaign_steps s
          join messages l on l.id = s.message_id
          where s.target_id = t.id and s.kind = 'stage' and l.status <> 'cancelled'), 0) as stage,
        c.script_id as "scriptId", c.script_version as "scriptVersion",
        exists (select from messages m
          where m.workspace_id = t.workspace_id and m.contact_id = t.contact_id
            and m.dialog_id = t.dialog_id and m.status in ('queued', 'sending')
            and m.origin = ${CAMPAIGN_ORIGIN}) as "isOpen",
        exists (select from messages m
          where m.workspace_id = t.workspace_id and m.contact_id = t.contact_id
            and m.dialog_id = t.dialog_id and m.status = 'sending'
            and m.origin = ${CAMPAIGN_ORIGIN}) as "isOnItsWay"
      from campaign_targets t join campaigns c on c.id = t.campaign_id
      where t.dialog_id = ${dialogId} and t.status in ('queued', 'active')
      for update of t`,
  );
}

type Dialog = { workspaceId: number; id: number; senderId: number; contactId: number };

/** The person agreed: the next stage of the script goes into the outbox, after its delay. */
export async function leadOn(
  app: App,
  tx: Db,
  dialog: Dialog,
  answersId: number,
): Promise<'next' | 'waits' | 'later' | 'over' | 'stuck' | undefined> {
  const { workspaceId, senderId, contactId } = dialog;
  const lead = await findLead(tx, dialog.id);
  if (!lead) return undefined;
  // What is on its way may have arrived, and be what they agree to.
  if (lead.isOnItsWay) return 'later';
  if (lead.isOpen) return 'waits';
  const stages = await readVersion(tx, workspaceId, lead.scriptId, lead.scriptVersion);
  const person = (await readPeople(tx, workspaceId, [contactId])).get(contactId);
  const voice = (await readVoices(tx, workspaceId, [senderId], lead.campaignId)).get(senderId);
  if (!person || !voice) return 'stuck';
  const { timeZone } = await readSettings(app, workspaceId, tx);
  const chosen = chooseStage(app, stages, lead.stage, person, voice, timeZone);
  if (chosen === 'over') return 'over';
  if (chosen === 'empty') return 'stuck';
  await enqueueSteps(app, tx, workspaceId, [
    {
      workspaceId,
      campaignId: lead.campaignId,
      targetId: lead.id,
      kind: 'stage',
      isFirst: false,
      senderId,
      contactId,
      answersId,
      chosen,
    },
  ]);
  await moveTargets(app, tx, [{ id: lead.id, to: lead.status, stage: chosen.stage }]);
  return 'next';
}

/**
 * Somebody wrote: they are not silent, the message before it was answered, and the reminder that
 * may wait is no longer needed.
 */
export async function noteReplies(app: App, tx: Db, dialogIds: readonly number[]): Promise<void> {
  const led = await selectRows(
    tx,
    { id: int, contactId: int },
    sql`
      update campaign_targets t set has_replied = true,
        next_look_at = ${at(app.clock.now())} + make_interval(hours => c.silence_hours)
      from campaigns c
      where t.dialog_id = any(${`{${dialogIds.join(',')}}`}::bigint[])
        and t.status in ('queued', 'active') and c.id = t.campaign_id
      returning t.id, t.contact_id as "contactId"`,
  );
  if (led.length === 0) return;
  await tx.execute(sql`
    update contacts set status = 'in_progress'
    where id = any(${`{${led.map((l) => l.contactId).join(',')}}`}::bigint[])
      and status in ('pending', 'contacted')`);
  await tx.execute(sql`
    update campaign_steps s set was_answered = true
    from jsonb_to_recordset(${jsonRows(led)}) as r(id bigint)
    where s.id = (select max(l.id) from campaign_steps l join messages m on m.id = l.message_id
      where l.target_id = r.id and m.status in ('sending', 'sent'))`);
  await dropFollowUps(app, tx, led);
}

async function dropFollowUps(app: App, tx: Db, led: readonly { id: number }[]): Promise<void> {
  const waiting = await selectRows(
    tx,
    { id: int },
    sql`
      select m.id from campaign_steps s join messages m on m.id = s.message_id
      where s.target_id = any(${`{${led.map((l) => l.id).join(',')}}`}::bigint[])
        and s.kind = 'follow_up' and m.status = 'queued'
      order by m.id for update of m`,
  );
  const error = { code: 'conflict' as const, reason: 'answered', text: texts.answered };
  await writeFailures(
    app,
    tx,
    waiting.map(({ id }) => ({ messageId: id, from: 'queued', to: 'cancelled', error })),
  );
}

/** Dialogs ended: whatever led them is over. */
export async function endLeads(app: App, tx: Db, ended: readonly DialogEnd[]): Promise<void> {
  if (ended.length === 0) return;
  const byDialog = new Map(ended.map((e) => [e.dialogId, e]));
  const led = await selectRows(
    tx,
    { id: int, dialogId: nullable(int), contactId: int },
    sql`
      select id, dialog_id as "dialogId", contact_id as "contactId" from campaign_targets
      where dialog_id = any(${`{${[...byDialog.keys()].join(',')}}`}::bigint[])
        and status in ('queued', 'active')
      order by id for update`,
  );
  const moves = led.flatMap(({ id, dialogId }): Move[] => {
    const end = byDialog.get(dialogId ?? 0);
    return end ? [{ id, to: end.status, reason: end.reason, nextLookAt: null }] : [];
  });
  await tx.execute(sql`
    update contacts set status = 'completed'
    where id = any(${`{${led.map((l) => l.contactId).join(',')}}`}::bigint[])
      and status in ('pending', 'contacted', 'in_progress')`);
  await moveTargets(app, tx, moves);
}
