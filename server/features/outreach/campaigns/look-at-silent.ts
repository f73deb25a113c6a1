import { sql } from 'drizzle-orm';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import {
  bool,
  int,
  nullable,
  oneOf,
  type Row,
  selectRow,
  selectRows,
  text,
  time,
} from '../../../base/db/rows.ts';
import { systemActor } from '../../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../../base/loop.ts';
import type { App } from '../../../context.ts';
import { endDialogs } from '../../dialogs/end-dialog.ts';
import { readSettings } from '../../workspace/settings.ts';
import { readPeople, readVoices } from '../read-people.ts';
import { renderText, variablesOf } from '../scripts/render-text.ts';
import { enqueueSteps } from './enqueue-stage.ts';

const LOOK_EVERY_MS = 60_000;
const BATCH = 50;
const HOUR_MS = 3_600_000;

/** Keeps looking after people who stay silent: reminds them once, then leaves them in peace. */
export async function startLookingAtSilent(app: App): Promise<Runner> {
  let cancelAlarm = () => {};
  const loop = startLoop({
    name: 'follow-ups',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const ids = await findDue(app);
      for (const id of ids) await lookAt(app, id).catch((error) => putOff(app, id, error));
      if (ids.length > 0) return true;
      cancelAlarm();
      const next = await nextLook(app);
      if (next) {
        const ms = Math.max(1, next.getTime() - app.clock.now().getTime());
        cancelAlarm = app.clock.after(ms, loop.wake);
      }
      return false;
    },
  });
  return {
    ...loop,
    async stop() {
      cancelAlarm();
      await loop.stop();
    },
  };
}

async function findDue(app: App): Promise<number[]> {
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`select id from campaign_targets where next_look_at <= ${at(app.clock.now())}
        order by next_look_at limit ${BATCH}`,
  );
  return rows.map((row) => row.id);
}

async function nextLook(app: App): Promise<Date | undefined> {
  const row = await selectRow(
    app.db,
    { at: time },
    sql`select next_look_at as at from campaign_targets where next_look_at is not null
        order by next_look_at limit 1`,
  );
  return row?.at;
}

const columns = {
  id: int,
  workspaceId: int,
  campaignId: int,
  contactId: int,
  senderId: int,
  dialogId: int,
  stage: int,
  isDue: bool,
  status: oneOf<string>(),
  dialogStatus: oneOf<string>(),
  isAutomatic: bool,
  snoozedUntil: nullable(time),
  isPaused: bool,
  followUpText: nullable(text),
  wasFollowedUp: bool,
  hasReplied: bool,
};
type Silent = Row<typeof columns>;

async function lookAt(app: App, targetId: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const now = app.clock.now();
    // The contact first, as everybody locks who says something to a person.
    await tx.execute(sql`select c.id from contacts c
      join campaign_targets t on t.contact_id = c.id where t.id = ${targetId} for update of c`);
    const silent = await selectRow(
      tx,
      columns,
      sql`
        select t.id, t.workspace_id as "workspaceId", t.campaign_id as "campaignId",
          t.contact_id as "contactId", t.sender_id as "senderId", t.dialog_id as "dialogId",
          t.stage, t.status, coalesce(t.next_look_at <= ${at(now)}, false) as "isDue",
          d.status as "dialogStatus", d.is_automatic as "isAutomatic",
          d.snoozed_until as "snoozedUntil", c.status = 'paused' as "isPaused",
          c.follow_up_text as "followUpText", t.has_replied as "hasReplied",
          exists (select from campaign_steps s
            where s.target_id = t.id and s.kind = 'follow_up') as "wasFollowedUp"
        from campaign_targets t
        join campaigns c on c.id = t.campaign_id
        join dialogs d on d.id = t.dialog_id
        where t.id = ${targetId} for update of t`,
    );
    if (!silent?.isDue) return;
    if (silent.status !== 'active') return lookLater(tx, silent.id, null);
    if (silent.snoozedUntil && silent.snoozedUntil > now)
      return lookLater(tx, silent.id, silent.snoozedUntil);
    if (silent.isPaused) return lookLater(tx, silent.id, new Date(now.getTime() + HOUR_MS));
    // A person sees to it: when they are done, they say so.
    if (!silent.isAutomatic || silent.dialogStatus !== 'active')
      return lookLater(tx, silent.id, null);
    if (silent.followUpText !== null && !silent.wasFollowedUp)
      return followUp(app, tx, silent, silent.followUpText);
    const end = {
      dialogId: silent.dialogId,
      status: 'completed' as const,
      reason: silent.hasReplied ? 'fell_silent' : 'no_reply',
    };
    await endDialogs(app, tx, [end], systemActor);
  });
}

/** One that can't be handled must not keep back the others. */
async function putOff(app: App, id: number, error: unknown): Promise<void> {
  app.log.error({ err: error, target: id }, 'a silent person could not be looked after');
  await lookLater(app.db, id, new Date(app.clock.now().getTime() + HOUR_MS));
}

async function lookLater(tx: Db, id: number, when: Date | null): Promise<void> {
  await tx.execute(sql`
    update campaign_targets set next_look_at = ${when === null ? null : when.toISOString()}::timestamptz
    where id = ${id}`);
}

/** The one reminder of a campaign. When it has left, the silence after it is counted. */
async function followUp(app: App, tx: Db, silent: Silent, template: string): Promise<void> {
  const { workspaceId, contactId, senderId } = silent;
  const person = (await readPeople(tx, workspaceId, [contactId])).get(contactId);
  const voice = (await readVoices(tx, workspaceId, [senderId])).get(senderId);
  if (!person || !voice) return lookLater(tx, silent.id, null);
  const { timeZone } = await readSettings(app, workspaceId, tx);
  const zone = person.timeZone ?? timeZone;
  const content = renderText(template, variablesOf(person, voice, app.clock.now(), zone));
  if (content === '') return lookLater(tx, silent.id, null);
  await enqueueSteps(app, tx, workspaceId, [
    {
      workspaceId,
      campaignId: silent.campaignId,
      targetId: silent.id,
      kind: 'follow_up',
      isFirst: false,
      senderId,
      contactId,
      chosen: { stage: silent.stage, variant: 1, type: 'text', content, mediaId: null, delay: 0 },
    },
  ]);
  await lookLater(tx, silent.id, null);
}
