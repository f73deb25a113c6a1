import type { accountStatuses } from '../../../contract/accounts.ts';
import { AppError } from '../../base/errors.ts';

/** Where an account stands; the words are the outside contract's. */
export type AccountStatus = (typeof accountStatuses)[number];

/** Statuses in which an account keeps a connection: it can at least hear. */
export const connectedStatuses: readonly AccountStatus[] = [
  'checking',
  'warming',
  'active',
  'cooldown',
  'limited',
];

/** From this day on the account is warm. */
export const WARM_FROM_DAY = 8;
const QUIET_DAYS = 2;
const SECOND_STEP_FROM_DAY = 5;
const SECOND_STEP_LIMIT = 5;

/**
 * How many unprompted messages a warming account may send on a day of its warm-up: none on days
 * 1–2, MAX_DAILY_WARMING on days 3–4, five on days 5–7, MAX_DAILY_ACTIVE from day 8 on.
 */
export function warmupAllowance(
  day: number,
  limits: { maxDailyWarming: number; maxDailyActive: number },
): number {
  if (day <= QUIET_DAYS) return 0;
  if (day < SECOND_STEP_FROM_DAY) return limits.maxDailyWarming;
  if (day < WARM_FROM_DAY) return SECOND_STEP_LIMIT;
  return limits.maxDailyActive;
}

/** How many messages an account in this status may begin a day with to new people. */
export function dailyLimit(
  account: { status: AccountStatus; warmupDay: number },
  limits: { maxDailyWarming: number; maxDailyActive: number },
): number {
  if (account.status === 'active') return limits.maxDailyActive;
  if (account.status === 'warming') return warmupAllowance(account.warmupDay, limits);
  return 0;
}

const DAY_MS = 86_400_000;

/** Which day of the warm-up `today` is; the first one is 1. Both are YYYY-MM-DD. */
export function warmupDay(startedOn: string | null, today: string): number {
  if (startedOn === null) return 1;
  return Math.max(1, Math.round((Date.parse(today) - Date.parse(startedOn)) / DAY_MS) + 1);
}

/** acc_5 of number 5: how the outside names an account. */
export function accountKey(number: number): string {
  return `acc_${number}`;
}

/**
 * @returns the number in acc_5
 * @throws AppError not_found, as for an account that isn't there
 */
export function readAccountKey(key: string): number {
  const number = Number(/^acc_(\d{1,9})$/.exec(key)?.[1]);
  if (Number.isInteger(number)) return number;
  throw accountNotFound(key);
}

/** Whether a text looks like the key of an account: no other account may be named so. */
export function isAccountKey(text: string): boolean {
  return /^acc_\d+$/i.test(text);
}

export function accountNotFound(key: string): AppError {
  return new AppError('not_found', {
    ru: `Аккаунта ${key} нет. Список аккаунтов: GET /accounts.`,
    en: `There is no account ${key}. The list of accounts: GET /accounts.`,
  });
}
