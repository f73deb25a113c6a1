import { sql } from 'drizzle-orm';
import type { Emulator } from '../emulator/start-emulator.ts';
import { nextLocalDay } from '../server/base/days.ts';
import { at } from '../server/base/db/columns.ts';
import { bool, nullable, selectRow, time } from '../server/base/db/rows.ts';
import type { App } from '../server/context.ts';
import { readSettings } from '../server/features/workspace/settings.ts';

/** A campaign whose accounts have no room looks again this often: nothing to go to. */
const POLL_MS = 20_000;

/**
 * The next moment at which anything is going to happen: in the box, or in the database of a server
 * whose clock stands still. Moments that have passed are those of messages held back by a limit:
 * they wait for the day to end.
 * @returns undefined when nothing will happen by itself any more
 */
export async function nextMoment(
  app: App,
  box: Emulator,
  workspaceId: number,
): Promise<Date | undefined> {
  const now = app.clock.now();
  const soon = new Date(now.getTime() + POLL_MS);
  const row = await selectRow(
    app.db,
    { next: nullable(time), isHeldBack: bool },
    sql`
      select least(
          (select min(greatest(m.due_at, s.free_at)) from messages m
            join senders s on s.id = m.sender_id
            where m.status = 'queued' and greatest(m.due_at, s.free_at) > ${at(now)}),
          (select min(judge_at) from dialogs where judge_at > ${at(now)}),
          (select min(answer_at) from dialogs where answer_at > ${at(now)}),
          (select min(next_look_at) from campaign_targets where next_look_at > ${at(now)}),
          (select min(status_until) from accounts where status_until > ${at(now)}),
          (select min(c.next_feed_at) from campaigns c
            where c.next_feed_at > ${at(soon)} and (c.status = 'scheduled' or exists (
              select from campaign_targets t where t.campaign_id = c.id and t.status = 'planned')))
        ) as next,
        exists (select from messages m join senders s on s.id = m.sender_id
          where m.status = 'queued' and m.due_at <= ${at(now)}
            and coalesce(s.free_at <= ${at(now)}, true))
          or exists (select from campaigns c where c.next_feed_at <= ${at(soon)} and exists (
            select from campaign_targets t where t.campaign_id = c.id and t.status = 'planned'))
          as "isHeldBack"`,
  );
  const inBox = box.world.clock.nextAt();
  const moments = [row?.next, inBox === undefined ? undefined : new Date(inBox)];
  if (row?.isHeldBack) {
    const { timeZone } = await readSettings(app, workspaceId);
    moments.push(nextLocalDay(now, timeZone));
  }
  const known = moments.flatMap((moment) => (moment ? [moment.getTime()] : []));
  return known.length > 0 ? new Date(Math.min(...known)) : undefined;
}
