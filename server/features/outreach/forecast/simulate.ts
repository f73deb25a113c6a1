import { localDay, nextLocalDay } from '../../../base/days.ts';
import {
  type AccountStatus,
  dailyLimit,
  warmupAllowance,
  warmupDay,
} from '../../accounts/account.ts';
import type { GateLimits } from '../../messages/gate.ts';
import type { PeopleGroup } from './count-people.ts';
import { createOpenHours, type Hours } from './open-hours.ts';
import { shareOut } from './share-out.ts';

const HOUR_MS = 3_600_000;
/** What comes later than that nobody plans for. */
export const LONGEST_DAYS = 366;

export type ForecastAccount = {
  key: string;
  status: AccountStatus;
  /** When it has rested; null: it isn't resting. */
  restsUntil: Date | null;
  /** What it goes on as then. */
  restsFrom: AccountStatus;
  warmupStartedOn: string | null;
  limits: GateLimits;
  /** Seconds between two messages, on the average. */
  pause: number;
  /** First messages of campaigns in a day, at most, and those of today. */
  mostFirst: number;
  usedFirst: number;
  /** Sent today, and what waits in its queue for others. */
  used: number;
  freeAt: Date | null;
};

export type ForecastFacts = Hours & {
  now: Date;
  timeZone: string;
  maxFirstPerDay: number | null;
  begunToday: number;
  /** Hours of silence after which people are reminded; null: they aren't. */
  followUpHours: number | null;
  silenceHours: number;
  /** What part of the people answers: they aren't reminded. */
  replyShare: number;
  accounts: readonly ForecastAccount[];
  people: readonly PeopleGroup[];
};

export type ForecastDay = {
  day: string;
  first: number;
  followUps: number;
  /** By the key of the account. */
  accounts: Map<string, { first: number; followUps: number }>;
};

export type Simulated = {
  days: ForecastDay[];
  /** People whose turn doesn't come within the time looked at. */
  waiting: number;
  lastFirstAt: Date | null;
  /** When the last silence is over, if nobody answers. */
  endsAt: Date | null;
};

type Account = ForecastAccount & {
  sent: number;
  first: number;
  free: number;
  reminders: Reminder[];
};
type Reminder = { dueAt: number; zone: string; count: number };
type Group = { zone: string; priority: number; count: number };

/**
 * Goes through the days of a campaign that is to come, from each moment at which something opens
 * or closes to the next. Pure. It counts with limits, warm-up, hours and distances; floods, bans
 * and what people answer are nobody's to foresee.
 */
export function simulate(facts: ForecastFacts): Simulated {
  const { timeZone, replyShare } = facts;
  const openness = createOpenHours(facts);
  const groups = facts.people
    .map((g): Group => ({ ...g, zone: g.timeZone ?? timeZone }))
    .sort((a, b) => b.priority - a.priority);
  const accounts = facts.accounts.map(
    (a): Account => ({
      ...a,
      sent: a.used,
      first: a.usedFirst,
      free: a.freeAt?.getTime() ?? 0,
      reminders: [],
    }),
  );
  const days = new Map<string, ForecastDay>();
  let begun = facts.begunToday;
  let unreminded = 0;
  let lastFirst: number | undefined;
  let lastSent: number | undefined;
  let at = facts.now.getTime();
  let today = localDay(facts.now, timeZone);
  let midnight = nextLocalDay(facts.now, timeZone).getTime();

  const note = (account: Account, what: 'first' | 'followUps', count: number) => {
    const day = days.get(today) ?? { day: today, first: 0, followUps: 0, accounts: new Map() };
    days.set(today, day);
    day[what] += count;
    const own = day.accounts.get(account.key) ?? { first: 0, followUps: 0 };
    day.accounts.set(account.key, own);
    own[what] += count;
  };
  /** Takes the time that so many messages of an account take. @returns when the last one leaves */
  const spend = (account: Account, count: number): number => {
    const pause = account.pause * 1_000;
    const begins = Math.max(at, account.free);
    account.sent += count;
    account.free = begins + count * pause;
    const last = begins + (count - 1) * pause;
    lastSent = Math.max(lastSent ?? 0, last);
    return last;
  };
  const remind = (until: number, isDue: (r: Reminder) => boolean, only?: AccountStatus) => {
    for (const account of accounts) {
      if (only && account.status !== only) continue;
      for (const reminder of account.reminders) {
        if (!isDue(reminder) || !openness(reminder.zone, at).isOpen) continue;
        const count = Math.min(
          reminder.count,
          roomFor(account, 'next'),
          timesUntil(account, at, until),
        );
        if (count <= 0) continue;
        spend(account, count);
        note(account, 'followUps', count);
        reminder.count -= count;
      }
      account.reminders = account.reminders.filter((r) => r.count > 0);
    }
  };
  const roomFor = (account: Account, lane: 'first' | 'next') => roomOf(account, lane, today, at);

  for (let passed = 0; passed < LONGEST_DAYS; ) {
    const ahead = groups.filter((g) => g.count > 0);
    const waiting = accounts.flatMap((a) => a.reminders);
    if (ahead.length === 0 && waiting.length === 0) break;
    const zones = new Set([...ahead, ...waiting].map((g) => g.zone));
    const open = new Map([...zones].map((zone) => [zone, openness(zone, at)]));
    const until = Math.min(
      midnight,
      ...[...open.values()].map((o) => o.until),
      ...accounts.flatMap((a) =>
        a.restsUntil && a.restsUntil.getTime() > at ? [a.restsUntil.getTime()] : [],
      ),
      ...waiting.flatMap((r) => (r.dueAt > at ? [r.dueAt] : [])),
    );
    // In a warm-up what was held back longest goes first; otherwise new people do.
    remind(until, (r) => r.dueAt < at, 'warming');
    const due = ahead.filter((g) => open.get(g.zone)?.isOpen);
    const allowed =
      facts.maxFirstPerDay === null ? Infinity : Math.max(0, facts.maxFirstPerDay - begun);
    const wanted = Math.min(
      due.reduce((sum, g) => sum + g.count, 0),
      allowed,
    );
    const ordered = [...accounts].sort((a, b) => a.sent - b.sent);
    const rooms = ordered.map((a) =>
      Math.max(0, Math.min(roomFor(a, 'first'), timesUntil(a, at, until))),
    );
    const shares = shareOut(rooms, wanted);
    for (const [i, account] of ordered.entries()) {
      const share = shares[i] ?? 0;
      if (share === 0) continue;
      const takenFrom = take(due, share);
      begun += share;
      account.first += share;
      const last = spend(account, share);
      lastFirst = Math.max(lastFirst ?? 0, last);
      note(account, 'first', share);
      if (facts.followUpHours === null) continue;
      for (const { zone, count } of takenFrom) {
        unreminded += count * (1 - replyShare);
        const reminded = Math.floor(unreminded + 1e-9);
        unreminded -= reminded;
        if (reminded > 0)
          account.reminders.push({
            dueAt: last + facts.followUpHours * HOUR_MS,
            zone,
            count: reminded,
          });
      }
    }
    remind(until, (r) => r.dueAt <= at);
    at = until;
    if (at >= midnight) {
      passed += 1;
      today = localDay(new Date(at), timeZone);
      midnight = nextLocalDay(new Date(at), timeZone).getTime();
      begun = 0;
      for (const account of accounts) {
        account.sent = 0;
        account.first = 0;
      }
    }
  }
  return {
    days: [...days.values()],
    waiting: groups.reduce((sum, g) => sum + g.count, 0),
    lastFirstAt: lastFirst === undefined ? null : new Date(lastFirst),
    endsAt: lastSent === undefined ? null : new Date(lastSent + facts.silenceHours * HOUR_MS),
  };
}

/** How many more of a kind an account may send today. */
function roomOf(account: Account, lane: 'first' | 'next', today: string, at: number): number {
  const { limits, restsUntil, sent } = account;
  const isResting = restsUntil !== null && restsUntil.getTime() > at;
  if (isResting) return 0;
  const status = account.status === 'cooldown' ? account.restsFrom : account.status;
  const day = warmupDay(account.warmupStartedOn, today);
  const first = dailyLimit({ status, warmupDay: day }, limits);
  const next = status === 'warming' ? warmupAllowance(day, limits) : Infinity;
  const own = status === 'active' || status === 'warming' ? (lane === 'first' ? first : next) : 0;
  const room = Math.min(own, limits.maxDailyMessages) - sent;
  const begins = lane === 'first' ? account.mostFirst - account.first : Infinity;
  return Math.max(0, Math.min(room, begins));
}

/** How many messages fit into the time until a moment, by the distance the account keeps. */
function timesUntil(account: Account, at: number, until: number): number {
  const begins = Math.max(at, account.free);
  if (begins >= until) return 0;
  return account.pause === 0 ? Infinity : Math.ceil((until - begins) / (account.pause * 1_000));
}

/** Takes the most important; of equally important ones so many of each as they are. */
function take(groups: readonly Group[], wanted: number): { zone: string; count: number }[] {
  const taken: { zone: string; count: number }[] = [];
  let left = wanted;
  for (const priority of new Set(groups.map((g) => g.priority))) {
    const equal = groups.filter((g) => g.priority === priority && g.count > 0);
    let total = equal.reduce((sum, g) => sum + g.count, 0);
    for (const group of equal) {
      const share = Math.min(group.count, Math.round((left * group.count) / Math.max(total, left)));
      total -= group.count;
      group.count -= share;
      left -= share;
      if (share > 0) taken.push({ zone: group.zone, count: share });
    }
    if (left === 0) break;
  }
  return taken;
}
