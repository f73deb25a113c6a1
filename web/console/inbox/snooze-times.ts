const HOUR_MS = 3_600_000;
const MORNING = 9;
const MONDAY = 1;

/** The moments offered for a snooze, in the operator's own time. */
export function snoozeTimes(now: Date) {
  const morningIn = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  const daysToMonday = (MONDAY - now.getDay() + 7) % 7 || 7;
  return {
    inAnHour: new Date(now.getTime() + HOUR_MS),
    inThreeHours: new Date(now.getTime() + 3 * HOUR_MS),
    tomorrow: morningIn(1),
    onMonday: morningIn(daysToMonday),
    inAWeek: morningIn(7),
  } as const;
}

/** As a field for a date and time takes it, in the operator's own time. */
export function forField(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
