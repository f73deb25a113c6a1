import type { SoldPlan } from '../workspace/tables.ts';

const DAY_MS = 86_400_000;

type Term = { plan: Pick<SoldPlan, 'code' | 'days' | 'stars'>; endsAt: Date };

/**
 * Until when a workspace may work after a plan was paid for: the days bought are added to the
 * running term. Of another plan the days that are left count by what they cost, so that cheap days
 * don't become dear ones; days of the trial, which cost nothing, stay as they are.
 */
export function extendTerm(
  current: Term,
  bought: Pick<SoldPlan, 'code' | 'days' | 'stars'>,
  now: Date,
): Date {
  const leftMs = Math.max(0, current.endsAt.getTime() - now.getTime());
  const { plan } = current;
  const isSameWorth = plan.code === bought.code || plan.stars === 0 || bought.stars === 0;
  const worth = isSameWorth ? 1 : plan.stars / plan.days / (bought.stars / bought.days);
  return new Date(now.getTime() + Math.floor(leftMs * worth) + bought.days * DAY_MS);
}

/** Before the end customers are reminded once at each of these, in days. */
const remindedAt = [3, 1] as const;

/**
 * How many days before the end a reminder is due now.
 * @returns undefined when none is, or the one that is was given
 */
export function reminderDue(
  term: { endsAt: Date; remindedOf: Date | null; remindedDays: number | null },
  now: Date,
): number | undefined {
  const left = term.endsAt.getTime() - now.getTime();
  if (left <= 0) return undefined;
  const days = remindedAt.filter((n) => left <= n * DAY_MS).at(-1);
  if (days === undefined) return undefined;
  const isKnown = term.remindedOf?.getTime() === term.endsAt.getTime();
  return isKnown && (term.remindedDays ?? 0) <= days ? undefined : days;
}
