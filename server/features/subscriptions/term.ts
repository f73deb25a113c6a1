import type { SoldPlan } from '../workspace/tables.ts';

const DAY_MS = 86_400_000;

/** What days cost. */
export type Priced = Pick<SoldPlan, 'code' | 'days' | 'stars'>;
type Term = { plan: Priced; endsAt: Date };

/** How many days of `to` a day of `from` is worth; days that cost nothing stay as they are. */
const worthOf = (from: Priced, to: Priced) =>
  from.code === to.code || from.stars === 0 || to.stars === 0
    ? 1
    : from.stars / from.days / (to.stars / to.days);

/**
 * Until when a workspace may work after a plan was paid for: the days bought are added to the
 * running term. Of another plan the days that are left count by what they cost, so that cheap days
 * don't become dear ones; days of the trial, which cost nothing, stay as they are.
 */
export function extendTerm(current: Term, bought: Priced, now: Date): Date {
  const leftMs = Math.max(0, current.endsAt.getTime() - now.getTime());
  const worth = worthOf(current.plan, bought);
  return new Date(now.getTime() + Math.floor(leftMs * worth) + bought.days * DAY_MS);
}

/**
 * Until when a workspace may work after a payment was given back: the days it added are taken away,
 * counted in days of the plan that holds now, and what is left becomes days of the plan that is
 * left, by the rule of `extendTerm`. What was over stays over; a term never ends before now.
 * @param back what the payment was for, at the price that was paid
 * @param left the plan that holds from now on
 */
export function shortenTerm(current: Term, back: Priced, left: Priced, now: Date): Date {
  if (current.endsAt <= now) return current.endsAt;
  const hadMs = current.endsAt.getTime() - now.getTime();
  const takenMs = back.days * DAY_MS * worthOf(back, current.plan);
  const leftMs = Math.max(0, hadMs - takenMs) * worthOf(current.plan, left);
  return new Date(now.getTime() + Math.round(leftMs));
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
