import type { pausers } from '../../../../contract/campaigns.ts';
import { addDays, localTime, minutesOf, startOfLocalDay } from '../../../base/days.ts';
import type { Text } from '../../../base/text.ts';

/** When messages may arrive, on the clock of the person. Days of the week: 1 is Monday. */
export type Schedule = { from: string; to: string; days: number[] };

/** Why a campaign stands still, for people to read. */
export type PauseReason = { by: (typeof pausers)[number]; text: Text };

const MINUTE_MS = 60_000;

/**
 * When the schedule lets a person be written to: now, or from the moment returned.
 * @returns undefined when it does now
 */
export function closedUntil(schedule: Schedule, timeZone: string, now: Date): Date | undefined {
  const from = minutesOf(schedule.from);
  const to = minutesOf(schedule.to);
  const { day, minutes } = localTime(now, timeZone);
  const isWorkingDay = (date: string) => schedule.days.includes(weekday(date));
  if (from < to) {
    if (isWorkingDay(day) && minutes >= from && minutes < to) return undefined;
  } else {
    // The hours pass over midnight: the small hours belong to the day before.
    if (isWorkingDay(day) && minutes >= from) return undefined;
    if (minutes < to && isWorkingDay(addDays(day, -1))) return undefined;
  }
  for (let ahead = 0; ahead <= 7; ahead++) {
    const date = addDays(day, ahead);
    if (!isWorkingDay(date)) continue;
    const opens = wallTime(date, from, timeZone);
    if (opens > now) return opens;
  }
  throw new Error('a schedule without any day');
}

/** When the hours of a schedule that hold now end. They may begin again in the same moment. */
export function openUntil(schedule: Schedule, timeZone: string, now: Date): Date {
  const from = minutesOf(schedule.from);
  const to = minutesOf(schedule.to);
  const { day, minutes } = localTime(now, timeZone);
  return wallTime(from >= to && minutes >= from ? addDays(day, 1) : day, to, timeZone);
}

/** 1 is Monday. @param day YYYY-MM-DD */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/**
 * The moment when clocks of a time zone show a time of a day. A time that they pass over, when they
 * are put forward, is the first one that they do show.
 */
function wallTime(day: string, minutes: number, timeZone: string): Date {
  const guess = startOfLocalDay(day, timeZone).getTime() + minutes * MINUTE_MS;
  const mended = guess + (minutes - shownAt(guess, day, timeZone)) * MINUTE_MS;
  if (shownAt(mended, day, timeZone) === minutes) return new Date(mended);
  let moment = Math.min(guess, mended);
  while (shownAt(moment, day, timeZone) < minutes) moment += MINUTE_MS;
  return new Date(moment);
}

/** What the clocks show at a moment, in minutes since the midnight of a day. */
function shownAt(moment: number, day: string, timeZone: string): number {
  const shown = localTime(new Date(moment), timeZone);
  return (Date.parse(shown.day) - Date.parse(day)) / MINUTE_MS + shown.minutes;
}
