import type { AccountStatus } from '../accounts/account.ts';

export type StatusChange = { at: Date; from: AccountStatus; to: AccountStatus };

const DAY_MS = 86_400_000;

/**
 * How long an account stood in each status within a stretch of time, in days to a tenth. Pure.
 * @param account.status as it is now; `until`: when it was removed
 * @param changes all since `from`, in the order of time
 */
export function daysInStatus(
  account: { status: AccountStatus; since: Date; until: Date | null },
  changes: readonly StatusChange[],
  from: Date,
  to: Date,
): Partial<Record<AccountStatus, number>> {
  const ms = new Map<AccountStatus, number>();
  const end = account.until && account.until < to ? account.until : to;
  let begin = account.since > from ? account.since : from;
  const stand = (status: AccountStatus, until: Date) => {
    const stop = until < end ? until : end;
    const lasted = stop.getTime() - begin.getTime();
    if (lasted <= 0) return;
    ms.set(status, (ms.get(status) ?? 0) + lasted);
    begin = stop;
  };
  for (const change of changes) stand(change.from, change.at);
  stand(changes.at(-1)?.to ?? account.status, end);
  return Object.fromEntries(
    [...ms].map(([status, lasted]) => [status, Math.round((lasted / DAY_MS) * 10) / 10]),
  );
}
