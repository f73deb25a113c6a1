import { type SQL, sql } from 'drizzle-orm';
import { localDay, startOfLocalDay } from '../../../base/days.ts';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { bool, int, nullable, selectRow, selectRows, text } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { firstCapacity } from '../../accounts/first-capacity.ts';
import type { Settings } from '../../workspace/settings.ts';
import type { Bond, Slot } from './assign-targets.ts';
import type { Campaign } from './tables.ts';
import { takesPart } from './takes-part.ts';

/** First messages that wait in the queue of one account at most, so that a pause finds few. */
const AHEAD = 20;
/** An operator's conversation is left alone for so long after they took it over. */
const PERSONAL_DAYS = 7;
/** A first message that waits longer than this in the outbox isn't counted for its day. */
const LONGEST_WAIT_DAYS = 7;

/** The time zones that people still to be written to live in; null is the workspace's. */
export async function plannedZones(tx: Db, { id }: Campaign): Promise<(string | null)[]> {
  // Walks the index from zone to zone: a million rows cost as many looks as there are zones.
  const rows = await selectRows(
    tx,
    { zone: nullable(text) },
    sql`
      with recursive zones as (
        (select time_zone as zone from campaign_targets
          where campaign_id = ${id} and status = 'planned' and time_zone is not null
          order by time_zone limit 1)
        union all
        select (select t.time_zone from campaign_targets t
          where t.campaign_id = ${id} and t.status = 'planned' and t.time_zone > zones.zone
          order by t.time_zone limit 1)
        from zones where zones.zone is not null)
      select zone from zones where zone is not null
      union all
      -- in the order of the index, or the database might look for one from the table's beginning
      select null where (select id from campaign_targets
        where campaign_id = ${id} and status = 'planned' and time_zone is null
        order by time_zone, priority desc, id limit 1) is not null`,
  );
  return rows.map((row) => row.zone);
}

/** Every account that takes part, whether it may write today or not. */
export async function membersOf(tx: Db, campaign: Campaign): Promise<Set<number>> {
  const rows = await selectRows(
    tx,
    { id: int },
    sql`select a.id from accounts a join senders s on s.id = a.id
        where a.workspace_id = ${campaign.workspaceId} and s.removed_at is null
          and a.status <> 'banned' and ${takesPart(campaign)}`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The accounts that may begin with somebody today, and with how many they may be given now. */
export async function slotsOf(
  app: App,
  tx: Db,
  campaign: Campaign,
  settings: Settings,
): Promise<Slot[]> {
  const now = app.clock.now();
  return selectRows(
    tx,
    { id: int, room: int },
    sql`
      select a.id,
        least(a.room, ${AHEAD} - waiting.n, ${settings.mailingMaxPerAccount}::int
          - coalesce(today.first, 0) - waiting.n) as room
      from (${firstCapacity(campaign.workspaceId, settings, now)}) a
      cross join lateral (select count(*) as n from (
        select from messages m where m.sender_id = a.id and m.status = 'queued'
          and m.lane = 'first' limit ${AHEAD}) q) waiting
      left join sender_days today on today.sender_id = a.id
        and today.day = ${localDay(now, settings.timeZone)}::date
      where a.room > 0 and ${AHEAD} - waiting.n > 0
        and coalesce(today.first, 0) + waiting.n < ${settings.mailingMaxPerAccount}::int
        and ${takesPart(campaign)}
      order by a.used, a.number`,
  );
}

/**
 * How many new people the campaign itself may still begin with today. Who was put into the outbox
 * on an earlier day and waits there, or left it only today, counts as one of today.
 */
export async function leftToday(
  tx: Db,
  { id, maxFirstPerDay }: Campaign,
  { timeZone }: Settings,
  now: Date,
): Promise<number> {
  if (maxFirstPerDay === null) return Infinity;
  const today = startOfLocalDay(localDay(now, timeZone), timeZone);
  const longAgo = new Date(today.getTime() - LONGEST_WAIT_DAYS * 86_400_000);
  const row = await selectRow(
    tx,
    { begun: int },
    sql`select count(*) as begun from campaign_steps s join messages m on m.id = s.message_id
        where s.campaign_id = ${id} and s.kind in ('stage', 'invite') and s.is_first and s.at >= ${at(longAgo)}
          and m.status <> 'cancelled'
          and (s.at >= ${at(today)} or m.status in ('queued', 'sending')
            or m.sent_at >= ${at(today)})`,
  );
  return Math.max(0, maxFirstPerDay - (row?.begun ?? 0));
}

/** The dialogs that these people have already. */
export async function bondsOf(
  app: App,
  tx: Db,
  workspaceId: number,
  contactIds: readonly number[],
): Promise<Bond[]> {
  return selectRows(
    tx,
    {
      contactId: int,
      senderId: int,
      isLost: bool,
      isLed: bool,
      isPersonal: bool,
      hasHistory: bool,
    },
    sql`
      select contact_id as "contactId", sender_id as "senderId", is_lost as "isLost",
        is_led as "isLed", is_personal as "isPersonal", has_history as "hasHistory"
      from (${bonds(
        workspaceId,
        app.clock.now(),
        sql`d.contact_id = any(${`{${contactIds.join(',')}}`}::bigint[])`,
      )}) b
      order by spoken_at desc`,
  );
}

/**
 * The dialogs of people, as far as they bind them: a query with the columns contact_id, sender_id,
 * is_lost, is_led, is_personal, has_history and spoken_at.
 * @param whose a condition on dialogs `d`
 */
export function bonds(workspaceId: number, now: Date, whose: SQL): SQL {
  const recently = new Date(now.getTime() - PERSONAL_DAYS * 86_400_000);
  return sql`
    select d.contact_id, d.sender_id, d.lost_because is not null as is_lost,
      exists (select from campaign_targets t
        where t.dialog_id = d.id and t.status in ('queued', 'active')) as is_led,
      d.status = 'waiting' or coalesce(d.taken_over_at > ${at(recently)}, false) as is_personal,
      d.first_out_at is not null or d.last_in_at is not null as has_history,
      greatest(d.last_in_at, d.last_out_at, d.created_at) as spoken_at
    from dialogs d
    where d.workspace_id = ${workspaceId} and ${whose}
      and (d.first_out_at is not null or d.last_in_at is not null or d.lost_because is not null
        or exists (select from messages m
          where m.workspace_id = d.workspace_id and m.contact_id = d.contact_id
            and m.dialog_id = d.id and m.status in ('queued', 'sending')))`;
}

/** Which accounts have met the people of whom only the Telegram id is known. */
export async function reachOf(
  tx: Db,
  workspaceId: number,
  contactIds: readonly number[],
): Promise<Map<number, Set<number>>> {
  const rows = await selectRows(
    tx,
    { userId: int, accountId: int },
    sql`
      select p.user_id as "userId", p.account_id as "accountId"
      from contacts c
      join account_peers p on p.user_id = c.telegram_id
      join accounts a on a.id = p.account_id and a.workspace_id = c.workspace_id
      where c.workspace_id = ${workspaceId} and c.username is null and c.phone is null
        and c.id = any(${`{${contactIds.join(',')}}`}::bigint[])`,
  );
  const reach = new Map<number, Set<number>>();
  for (const { userId, accountId } of rows)
    reach.set(userId, (reach.get(userId) ?? new Set()).add(accountId));
  return reach;
}
