import { sql } from 'drizzle-orm';
import { nextLocalDay } from '../../../base/days.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { dialogKey, openDialogs } from '../../messages/open-dialogs.ts';
import { readSettings, type Settings } from '../../workspace/settings.ts';
import { chatsOf, inviteTo } from '../invites/chats-of.ts';
import { withLink } from '../invites/invite.ts';
import { invitedBefore } from '../invites/invited-before.ts';
import { readPeople, readVoices } from '../read-people.ts';
import { readVersion } from '../scripts/read-script.ts';
import { assignTargets, type Slot } from './assign-targets.ts';
import { closedUntil } from './campaign.ts';
import { chooseStage, enqueueSteps, type Step } from './enqueue-stage.ts';
import { bondsOf, leftToday, plannedZones, reachOf, slotsOf } from './feed-facts.ts';
import { type Move, moveTargets } from './move-targets.ts';
import type { Campaign } from './tables.ts';

/** People put into the outbox at once. */
const BATCH = 200;
const LOOK_AGAIN_MS = 15_000;
/** Pages of people who all wait for an account of their own, before it is tried again later. */
const MOST_PAGES = 20;

export type Fed = {
  queued: number;
  leftOut: number;
  /** When to feed again; null: nobody is planned any more. */
  nextAt: Date | null;
};

/**
 * Puts the next people of a running campaign into the outbox: as many as its accounts may begin
 * with today, of those whose clock shows an hour of the schedule, the most important first. The
 * campaign must be locked.
 * @param members every account that takes part, whether it may write today or not
 */
export async function feedCampaign(
  app: App,
  tx: Db,
  campaign: Campaign,
  members: ReadonlySet<number>,
): Promise<Fed> {
  const now = app.clock.now();
  const settings = await readSettings(app, campaign.workspaceId, tx);
  const zones = await plannedZones(tx, campaign);
  if (zones.length === 0) return { queued: 0, leftOut: 0, nextAt: null };
  const open: (string | null)[] = [];
  let opensAt: Date | undefined;
  for (const zone of zones) {
    const until = closedUntil(campaign.schedule, zone ?? settings.timeZone, now);
    if (!until) open.push(zone);
    else if (!opensAt || until < opensAt) opensAt = until;
  }
  if (open.length === 0) return { queued: 0, leftOut: 0, nextAt: opensAt ?? null };

  const slots = await slotsOf(app, tx, campaign, settings);
  const allowed = await leftToday(tx, campaign, settings, now);
  if (allowed === 0) {
    const tomorrow = nextLocalDay(now, settings.timeZone);
    return { queued: 0, leftOut: 0, nextAt: tomorrow };
  }
  const wanted = Math.min(BATCH, allowed, Math.max(sum(slots), 1));
  let after: Place | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const heads = await headsOfTargets(tx, campaign, open, wanted, after);
    const picked = await lockTargets(tx, heads);
    const done = await assign(app, tx, campaign, settings, picked, members, slots);
    if (done.queued > 0 || done.leftOut > 0) return { ...done, nextAt: now };
    // Whoever waits for an account of their own doesn't keep back those behind them.
    after = heads.at(-1);
    if (heads.length < wanted || sum(slots) === 0) break;
  }
  return { queued: 0, leftOut: 0, nextAt: new Date(now.getTime() + LOOK_AGAIN_MS) };
}

const sum = (slots: readonly Slot[]) => slots.reduce((all, s) => all + s.room, 0);

/** Where a person stands in the order of their turns. */
type Place = { id: number; priority: number };

/**
 * The next people on their turn. Whoever has no zone is asked for in the whole order of the index:
 * that a column is null doesn't tell the database that the rest of the order holds.
 */
function headsOfTargets(
  tx: Db,
  { id }: Campaign,
  zones: readonly (string | null)[],
  limit: number,
  after: Place | undefined,
): Promise<Place[]> {
  const behind = after
    ? sql`and (priority < ${after.priority} or priority = ${after.priority} and id > ${after.id})`
    : sql``;
  return selectRows(
    tx,
    { id: int, priority: int },
    sql`
      select t.id, t.priority
      from jsonb_array_elements(${JSON.stringify(zones)}::jsonb) z
      cross join lateral (
        (select id, priority from campaign_targets
          where campaign_id = ${id} and status = 'planned' and time_zone = z #>> '{}' ${behind}
          order by priority desc, id limit ${limit})
        union all
        (select id, priority from campaign_targets
          where campaign_id = ${id} and status = 'planned' and time_zone is null
            and z #>> '{}' is null ${behind}
          order by time_zone, priority desc, id limit ${limit})) t
      order by t.priority desc, t.id limit ${limit}`,
  );
}

type Picked = { id: number; contactId: number };

/** Locks people together with their contacts; who is held by somebody else is left for later. */
function lockTargets(tx: Db, heads: readonly Place[]): Promise<Picked[]> {
  return selectRows(
    tx,
    { id: int, contactId: int },
    sql`
      select t.id, t.contact_id as "contactId" from campaign_targets t
      join contacts c on c.id = t.contact_id
      where t.id = any(${`{${heads.map((h) => h.id).join(',')}}`}::bigint[])
        and t.status = 'planned'
      order by t.priority desc, t.id
      for update of t skip locked for no key update of c skip locked`,
  );
}

async function assign(
  app: App,
  tx: Db,
  campaign: Campaign,
  settings: Settings,
  picked: readonly Picked[],
  members: ReadonlySet<number>,
  slots: readonly Slot[],
): Promise<{ queued: number; leftOut: number }> {
  const { workspaceId } = campaign;
  const contactIds = picked.map((p) => p.contactId);
  const people = await readPeople(tx, workspaceId, contactIds);
  const bonds = await bondsOf(app, tx, workspaceId, contactIds);
  const reach = await reachOf(tx, workspaceId, contactIds);
  const invited = await invitedBefore(tx, campaign, contactIds);
  const assigned = assignTargets(
    picked.flatMap(({ id, contactId }) => {
      const person = people.get(contactId);
      if (!person) return [];
      return {
        targetId: id,
        contactId,
        telegramId: person.telegramId,
        hasName: person.username !== null || person.phone !== null,
        hasConsent: person.hasConsent,
        isOptedOut: person.optedOutAt !== null,
        isErased: person.isErased,
        isInvited: invited.has(contactId),
      };
    }),
    bonds,
    slots,
    members,
    reach,
  );
  const stages = await readVersion(tx, workspaceId, campaign.scriptId, campaign.scriptVersion);
  const voices = await readVoices(tx, workspaceId, [...members], campaign.id);
  const chats = await chatsOf(tx, campaign);
  const steps: Step[] = [];
  const moves: Move[] = assigned.leftOut.map(leaveOut);
  for (const { targetId, contactId, senderId } of assigned.chosen) {
    const person = people.get(contactId);
    const voice = voices.get(senderId);
    if (!person || !voice) continue;
    const common = { workspaceId, campaignId: campaign.id, targetId, senderId, contactId };
    const chat = chats.get(senderId);
    if (chat && campaign.invite?.way === 'add') {
      steps.push({ ...common, kind: 'invite', isFirst: true, chosen: inviteTo(chat) });
      continue;
    }
    const said = chooseStage(app, stages, 0, person, voice, settings.timeZone);
    if (typeof said === 'string') {
      const reason = said === 'over' ? 'no_stage' : 'empty_text';
      moves.push(leaveOut({ targetId, reason }));
      continue;
    }
    const link = campaign.invite && voice.inviteLink;
    const chosen = link
      ? { ...said, content: withLink(said.content, link), ...(chat && { chat }) }
      : said;
    steps.push({ ...common, kind: 'stage', isFirst: true, chosen });
  }
  await enqueueSteps(app, tx, workspaceId, steps);
  const led = await leadDialogs(app, tx, campaign, steps);
  for (const { targetId, senderId, contactId, chosen } of steps) {
    const dialogId = led.get(dialogKey({ senderId, contactId }));
    if (dialogId === undefined) throw new Error('a message without a dialog');
    moves.push({ id: targetId, to: 'queued', senderId, dialogId, stage: chosen.stage });
  }
  await moveTargets(app, tx, moves);
  return { queued: steps.length, leftOut: moves.length - steps.length };
}

const leaveOut = ({ targetId, reason }: { targetId: number; reason: string }): Move => ({
  id: targetId,
  to: 'left_out',
  reason,
});

/** From here on the script answers in these dialogs. */
async function leadDialogs(
  app: App,
  tx: Db,
  { workspaceId, roleId }: Campaign,
  steps: readonly Step[],
): Promise<Map<string, number>> {
  const dialogs = await openDialogs(app, tx, workspaceId, steps);
  const ids = [...dialogs.values()].map((d) => d.id);
  await tx.execute(sql`
    update dialogs set is_automatic = true, status = 'active', taken_over_at = null,
      waiting_because = null, waiting_since = null, role_id = coalesce(${roleId}, role_id)
    where id = any(${`{${ids.join(',')}}`}::bigint[])`);
  return new Map([...dialogs].map(([key, dialog]) => [key, dialog.id]));
}
