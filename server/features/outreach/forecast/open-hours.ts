import { localTime, minutesOf, quietUntil } from '../../../base/days.ts';
import { closedUntil, openUntil, type Schedule } from '../campaigns/campaign.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

export type Hours = { schedule: Schedule; quietHours: { from: string; to: string } | undefined };

/** Whether a person of a time zone may be written to, and until when that stays so. */
export type Openness = { isOpen: boolean; until: number };

/** Asks the rules that hold messages back themselves; each answer is kept while it holds. */
export function createOpenHours({ schedule, quietHours }: Hours) {
  const known = new Map<string, Openness>();
  const look = (timeZone: string, at: number): Openness => {
    const now = new Date(at);
    const closed = closedUntil(schedule, timeZone, now);
    if (closed) return { isOpen: false, until: closed.getTime() };
    const quiet = quietHours && quietUntil(now, timeZone, quietHours);
    if (quiet) return { isOpen: false, until: quiet.getTime() };
    const closes = openUntil(schedule, timeZone, now).getTime();
    const silence = quietHours ? nextTime(now, timeZone, quietHours.from) : closes;
    return { isOpen: true, until: Math.max(at + MINUTE_MS, Math.min(closes, silence)) };
  };
  return (timeZone: string, at: number): Openness => {
    const kept = known.get(timeZone);
    if (kept && at < kept.until) return kept;
    const fresh = look(timeZone, at);
    known.set(timeZone, fresh);
    return fresh;
  };
}

/** When the clock of a time zone shows a time next. */
function nextTime(now: Date, timeZone: string, timeOfDay: string): number {
  const { minutes, seconds } = localTime(now, timeZone);
  const ahead = (minutesOf(timeOfDay) - minutes + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  return now.getTime() + ahead * MINUTE_MS - seconds * 1_000;
}
