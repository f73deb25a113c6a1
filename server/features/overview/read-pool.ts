import { and, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { overviewAnswer } from '../../../contract/overview.ts';
import { localDay } from '../../base/days.ts';
import type { Language, Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { accountKey, dailyLimit, warmupDay } from '../accounts/account.ts';
import { accounts } from '../accounts/tables.ts';
import { senderDays, senders } from '../senders/tables.ts';
import { readSettings } from '../workspace/settings.ts';
import { helpTexts } from './texts.ts';

const MOST_SHOWN = 20;

const shown = {
  number: accounts.number,
  name: accounts.name,
  status: accounts.status,
  statusSince: accounts.statusSince,
  needsSignIn: accounts.needsSignIn,
  connection: accounts.connection,
  lastErrorAt: accounts.lastErrorAt,
  warmupStartedOn: accounts.warmupStartedOn,
  maxDailyActive: accounts.maxDailyActive,
  maxDailyWarming: accounts.maxDailyWarming,
  sent: senderDays.sent,
};

type Pool = NonNullable<z.output<typeof overviewAnswer>['accounts']>;

/** How the pool stands today: what it has used of its limits, and who needs a hand. */
export async function readPool(app: App, workspaceId: number, language: Language): Promise<Pool> {
  const settings = await readSettings(app, workspaceId);
  const today = localDay(app.clock.now(), settings.timeZone);
  const pool = await app.db
    .select(shown)
    .from(accounts)
    .innerJoin(senders, and(eq(senders.id, accounts.id), isNull(senders.removedAt)))
    .leftJoin(senderDays, and(eq(senderDays.senderId, accounts.id), eq(senderDays.day, today)))
    .where(eq(accounts.workspaceId, workspaceId));

  const by_status: Pool['by_status'] = {};
  let used = 0;
  let limit = 0;
  for (const account of pool) {
    by_status[account.status] = (by_status[account.status] ?? 0) + 1;
    used += account.sent ?? 0;
    const warmup = warmupDay(account.warmupStartedOn, today);
    limit += dailyLimit(
      { status: account.status, warmupDay: warmup },
      {
        maxDailyActive: account.maxDailyActive ?? settings.maxDailyActive,
        maxDailyWarming: account.maxDailyWarming ?? settings.maxDailyWarming,
      },
    );
  }
  const inTrouble = pool
    .flatMap((account) => {
      const help = helpFor(account);
      return help ? [{ ...account, ...help }] : [];
    })
    .sort((a, b) => b.since.getTime() - a.since.getTime());
  return {
    total: pool.length,
    by_status,
    used_today: used,
    limit_today: limit,
    in_trouble: inTrouble.length,
    need_help: inTrouble.slice(0, MOST_SHOWN).map((account) => ({
      account_id: accountKey(account.number),
      name: account.name,
      status: account.status,
      reason: account.reason[language],
      since: account.since.toISOString(),
    })),
  };
}

type Account = Pick<
  typeof accounts.$inferSelect,
  'status' | 'statusSince' | 'needsSignIn' | 'connection' | 'lastErrorAt'
>;

/** What somebody must do about an account. A cooldown ends by itself; disabled is as it was left. */
function helpFor(account: Account): { reason: Text; since: Date } | undefined {
  const since = account.statusSince;
  if (account.status === 'banned') return { reason: helpTexts.banned, since };
  if (account.needsSignIn) return { reason: helpTexts.needs_sign_in, since };
  if (account.status === 'disabled') return undefined;
  if (account.connection === 'failed')
    return { reason: helpTexts.unreachable, since: account.lastErrorAt ?? since };
  return account.status === 'limited' ? { reason: helpTexts.limited, since } : undefined;
}
