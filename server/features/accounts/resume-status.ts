import { addDays, localDay, startOfLocalDay } from '../../base/days.ts';
import { WARM_FROM_DAY } from './account.ts';
import type { StatusChange } from './change-status.ts';
import type { Account } from './tables.ts';

type Facts = Pick<Account, 'previousStatus' | 'cooldownUntil' | 'limitedSince' | 'warmupStartedOn'>;

/**
 * What an account goes on as when a pause is over. A pause that was covered by another (a cooldown
 * by being disabled, say) still has to run to its own end.
 */
export function resumeStatus(
  account: Facts,
  now: Date,
  timeZone: string,
): Required<Pick<StatusChange, 'to' | 'until'>> {
  const { limitedSince, cooldownUntil, previousStatus, warmupStartedOn } = account;
  if (limitedSince) return { to: 'limited', until: null };
  if (cooldownUntil && cooldownUntil > now) return { to: 'cooldown', until: cooldownUntil };
  const to = previousStatus ?? 'warming';
  const until =
    to === 'warming' ? warmUntil(warmupStartedOn ?? localDay(now, timeZone), timeZone) : null;
  return { to, until };
}

/** When a warm-up that began on this day is over: the first moment of its eighth day. */
export function warmUntil(startedOn: string, timeZone: string): Date {
  return startOfLocalDay(addDays(startedOn, WARM_FROM_DAY - 1), timeZone);
}
