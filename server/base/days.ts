const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether there is a time zone of this name (IANA). */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

type LocalTime = { day: string; minutes: number; seconds: number };

/** The date and time of day on the wall of a time zone. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts['year']}-${parts['month']}-${parts['day']}`,
    minutes: Number(parts['hour']) * 60 + Number(parts['minute']),
    seconds: Number(parts['second']),
  };
}

/** Today in a time zone, YYYY-MM-DD. */
export function localDay(at: Date, timeZone: string): string {
  return localTime(at, timeZone).day;
}

const MINUTE_MS = 60_000;

/**
 * The first moment of the next day in a time zone. Found by stepping, since a night may have 23,
 * 24 or 25 hours and, rarely, no midnight at all.
 */
export function nextLocalDay(at: Date, timeZone: string): Date {
  const today = localDay(at, timeZone);
  const { minutes, seconds } = localTime(at, timeZone);
  const guess = at.getTime() + (24 * 60 - minutes) * MINUTE_MS - seconds * 1_000;
  let moment = Math.floor(guess / 1_000) * 1_000;
  while (localDay(new Date(moment), timeZone) === today) moment += 15 * MINUTE_MS;
  while (localDay(new Date(moment - 15 * MINUTE_MS), timeZone) !== today) moment -= 15 * MINUTE_MS;
  return new Date(moment);
}

const HOUR_MS = 3_600_000;

/** The first moment of a day (YYYY-MM-DD) in a time zone. */
export function startOfLocalDay(day: string, timeZone: string): Date {
  // The earliest place on Earth is fourteen hours ahead of UTC.
  let moment = new Date(Date.parse(`${day}T00:00:00Z`) - 14 * HOUR_MS);
  while (localDay(moment, timeZone) < day) moment = nextLocalDay(moment, timeZone);
  return moment;
}

/** The day that comes `days` after a day (YYYY-MM-DD). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}

/** Minutes since midnight of 'HH:MM'. */
export function minutesOf(timeOfDay: string): number {
  const [hours = '0', minutes = '0'] = timeOfDay.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/**
 * When quiet hours that hold now will end; undefined when they don't hold. `from` may be later
 * than `to`: the hours then pass over midnight.
 */
export function quietUntil(
  at: Date,
  timeZone: string,
  quiet: { from: string; to: string },
): Date | undefined {
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  const { minutes, seconds } = localTime(at, timeZone);
  const isQuiet = from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
  if (!isQuiet) return undefined;
  const left = (to - minutes + 24 * 60) % (24 * 60);
  let end = Math.floor(at.getTime() / 1_000) * 1_000 + left * MINUTE_MS - seconds * 1_000;
  // Clocks may have been changed in between: go on to the wall's own `to`.
  for (let step = 0; step < 8; step++) {
    const off = to - localTime(new Date(end), timeZone).minutes;
    if (off === 0) break;
    end += (((off + 36 * 60) % (24 * 60)) - 12 * 60) * MINUTE_MS;
  }
  return new Date(end);
}
