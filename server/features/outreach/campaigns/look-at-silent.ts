import { sql } from 'drizzle-orm';
import type { CampaignStatus } from '../../../../contract/campaigns.ts';
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
import { renderText, type Variables, variablesOf } from '../scripts/render-text.ts';
import { enqueueSteps } from './enqueue-stage.ts';

const LOOK_EVERY_MS = 60_000;
const BATCH = 50;
/** What Telegram takes: characters of a text. */
const LONGEST_TEXT = 4_096;
const HOUR_MS = 3_600_000;
/** A dialog that a person sees to may be given back without a word. */
const WITH_PERSON_LOOK_HOURS = 24;

/** Keeps looking after people who stay silent: reminds them once, then leaves them in peace. */
export async function startLookingAtSilent(app: App): Promise<Runner> {
  return startLoop({
    name: 'follow-ups',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const ids = await findDue(app);
      for (const id of ids) await lookAt(app, id).catch((error) => putOff(app, id, error));
      return ids.length > 0;
    },
    nextAt: () => nextLook(app),
  });
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
  campaignStatus: oneOf<CampaignStatus>(),
  followUpHours: int,
  followUpText: nullable(text),
  silenceHours: int,
  wasFollowedUp: bool,
  hasReplied: bool,
  lastInAt: nullable(time),
  lastOutAt: nullable(time),
  /** Something is still to be said to them, not before then. */
  openUntil: nullable(time),
};
type Silent = Row<typeof columns>;

async function lookAt(app: App, targetId: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const now = app.clock.now();
    // The contact first, as everybody locks who says something to a person.
    await tx.execute(sql`select c.id from contacts c
      join campaign_targets t on t.contact_id = c.id where t.id = ${targetId} for no key update of c`);
    const silent = await selectRow(
      tx,
      columns,
      sql`
        select t.id, t.workspace_id as "workspaceId", t.campaign_id as "campaignId",
          t.contact_id as "contactId", t.sender_id as "senderId", t.dialog_id as "dialogId",
          t.stage, t.status, coalesce(t.next_look_at <= ${at(now)}, false) as "isDue",
          d.status as "dialogStatus", d.is_automatic as "isAutomatic",
          d.snoozed_until as "snoozedUntil", c.status as "campaignStatus",
          c.follow_up_hours as "followUpHours", c.follow_up_text as "followUpText",
          c.silence_hours as "silenceHours", t.has_replied as "hasReplied",
          d.last_in_at as "lastInAt", d.last_out_at as "lastOutAt",
          (select max(m.due_at) from messages m
            where m.workspace_id = d.workspace_id and m.contact_id = d.contact_id
              and m.dialog_id = d.id and m.status in ('queued', 'sending')) as "openUntil",
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
    if (silent.campaignStatus === 'paused') return lookLater(tx, silent.id, afterAnHour(now));
    const { openUntil } = silent;
    if (openUntil) {
      const latest = new Date(Math.max(openUntil.getTime(), now.getTime()));
      return lookLater(tx, silent.id, afterAnHour(latest));
    }
    // A person sees to it: when they are done they say so, or give it back to the script.
    const isWithPerson = !silent.isAutomatic || silent.dialogStatus !== 'active';
    if (isWithPerson || silent.campaignStatus === 'done')
      return lookLater(tx, silent.id, afterHours(now, WITH_PERSON_LOOK_HOURS));
    const remindAt = followUpAt(silent);
    if (remindAt && remindAt > now) return lookLater(tx, silent.id, remindAt);
    if (remindAt && (await followUp(app, tx, silent))) return;
    const endAt = silenceEndsAt(silent);
    if (endAt > now) return lookLater(tx, silent.id, endAt);
    const end = {
      dialogId: silent.dialogId,
      status: 'completed' as const,
      reason: silent.hasReplied ? 'fell_silent' : 'no_reply',
    };
    await endDialogs(app, tx, [end], systemActor);
  });
}

const afterAnHour = (moment: Date) => new Date(moment.getTime() + HOUR_MS);
const afterHours = (moment: Date, hours: number) => new Date(moment.getTime() + hours * HOUR_MS);

/** When they are to be reminded; undefined: not any more, or they were the last to write. */
function followUpAt(silent: Silent): Date | undefined {
  const { followUpText, wasFollowedUp, followUpHours, lastInAt, lastOutAt } = silent;
  if (followUpText === null || wasFollowedUp || !lastOutAt) return undefined;
  if (lastInAt && lastInAt > lastOutAt) return undefined;
  return afterHours(lastOutAt, followUpHours);
}

function silenceEndsAt({ lastInAt, lastOutAt, silenceHours }: Silent): Date {
  const latest = Math.max(lastInAt?.getTime() ?? 0, lastOutAt?.getTime() ?? 0);
  return afterHours(new Date(latest), silenceHours);
}

/** One that can't be handled must not keep back the others. */
async function putOff(app: App, id: number, error: unknown): Promise<void> {
  app.log.error({ err: error, target: id }, 'a silent person could not be looked after');
  await lookLater(app.db, id, afterAnHour(app.clock.now()));
}

async function lookLater(tx: Db, id: number, when: Date | null): Promise<void> {
  await tx.execute(sql`
    update campaign_targets set next_look_at = ${when === null ? null : when.toISOString()}::timestamptz
    where id = ${id}`);
}

/**
 * The one reminder of a campaign. When it has left, the silence after it is counted.
 * @returns whether there was anything to say
 */
async function followUp(app: App, tx: Db, silent: Silent): Promise<boolean> {
  const { workspaceId, contactId, senderId } = silent;
  const person = (await readPeople(tx, workspaceId, [contactId])).get(contactId);
  const voice = (await readVoices(tx, workspaceId, [senderId], silent.campaignId)).get(senderId);
  if (!person || !voice) return false;
  const { timeZone } = await readSettings(app, workspaceId, tx);
  const variables = variablesOf(person, voice, app.clock.now(), person.timeZone ?? timeZone);
  const content = reminderOf(app, silent, variables);
  if (content === '') return false;
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
  return true;
}

/** @returns '' when there is nothing to say to this person */
function reminderOf(app: App, { followUpText, contactId }: Silent, variables: Variables): string {
  try {
    const content = renderText(followUpText ?? '', variables);
    return content.length > LONGEST_TEXT ? '' : content;
  } catch (error) {
    // A bound of the template was passed by somebody's values.
    app.log.warn({ err: error, contact: contactId }, 'a follow-up could not be rendered');
    return '';
  }
}
