import { localDay, nextLocalDay, quietUntil } from '../../../base/days.ts';

/** How an account stands to a channel on its list. */
export type VisitState = 'new' | 'joined' | 'requested' | 'refused';

export type PlannedChannel = { id: number; state: VisitState; readAt: Date | null };

export type ReadingFacts = {
  now: Date;
  timeZone: string;
  /** Of the workspace; left out, the night is kept quiet. */
  quietHours: { from: string; to: string } | undefined;
  /** Of the account's warm-up; the first is 1. */
  warmupDay: number;
  /** What it did on which day, YYYY-MM-DD. */
  done: { day: string; joins: number; reads: number };
  /** In the order in which they are to be joined. */
  channels: readonly PlannedChannel[];
};

export type ReadingStep =
  | { what: 'join' | 'read'; channelId: number }
  | { what: 'wait'; until: Date; because: 'hours' | 'enough' };

/** One on the quiet first days, two a day afterwards. */
const QUIET_DAYS = 2;
const JOINS = { quiet: 1, later: 2 };
const READS = 4;
const NIGHT = { from: '22:00', to: '09:00' };

/**
 * What a warming account does next with the channels on its list: joins one, reads the one that it
 * read longest ago, or waits. Joins come first in a day; nothing is done in quiet hours.
 */
export function nextStep(facts: ReadingFacts): ReadingStep {
  const { now, timeZone, done, channels } = facts;
  const quiet = quietUntil(now, timeZone, facts.quietHours ?? NIGHT);
  if (quiet) return { what: 'wait', until: quiet, because: 'hours' };
  const isToday = done.day === localDay(now, timeZone);
  const { joins, reads } = isToday ? done : { joins: 0, reads: 0 };
  const mostJoins = facts.warmupDay <= QUIET_DAYS ? JOINS.quiet : JOINS.later;
  const fresh = channels.find(({ state }) => state === 'new');
  const read = longestUnread(channels);
  // Between two joins of a day something is read.
  if (fresh && joins < mostJoins && (joins <= reads || !read))
    return { what: 'join', channelId: fresh.id };
  if (read && reads < READS) return { what: 'read', channelId: read.id };
  return { what: 'wait', until: nextLocalDay(now, timeZone), because: 'enough' };
}

function longestUnread(channels: readonly PlannedChannel[]): PlannedChannel | undefined {
  const joined = channels.filter(({ state }) => state === 'joined');
  const at = ({ readAt }: PlannedChannel) => readAt?.getTime() ?? 0;
  return joined.sort((a, b) => at(a) - at(b))[0];
}

const MINUTE_MS = 60_000;
/** Between two steps of one account. */
const SPACING_MINUTES = { least: 50, most: 150 };
/** After the beginning of the hours, of the day, or of the list. */
const SPREAD_MINUTES = { least: 5, most: 90 };

/** When the account takes its next step after one. @param random from 0 to 1 */
export function afterStep(now: Date, random: number): Date {
  return later(now, SPACING_MINUTES, random);
}

/** A moment some time after `from`, so that accounts don't all move at once. */
export function spread(from: Date, random: number): Date {
  return later(from, SPREAD_MINUTES, random);
}

function later(from: Date, { least, most }: { least: number; most: number }, random: number): Date {
  return new Date(from.getTime() + (least + (most - least) * random) * MINUTE_MS);
}
