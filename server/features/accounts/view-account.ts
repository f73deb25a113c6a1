import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { accountView } from '../../../contract/accounts.ts';
import { localDay } from '../../base/days.ts';
import type { App } from '../../context.ts';
import { senderDays } from '../senders/tables.ts';
import { readSettings } from '../workspace/settings.ts';
import { accountKey, dailyLimit, warmupDay } from './account.ts';
import type { Account } from './tables.ts';

export type AccountView = z.output<typeof accountView>;

/** Accounts of one workspace as the API shows them, with the figures of today. */
export async function viewAccounts(
  app: App,
  workspaceId: number,
  accounts: readonly Account[],
): Promise<AccountView[]> {
  if (accounts.length === 0) return [];
  const settings = await readSettings(app, workspaceId);
  const today = localDay(app.clock.now(), settings.timeZone);
  const days = await app.db
    .select({
      senderId: senderDays.senderId,
      sent: senderDays.sent,
      answers: senderDays.answers,
    })
    .from(senderDays)
    .where(
      and(
        inArray(
          senderDays.senderId,
          accounts.map((a) => a.id),
        ),
        eq(senderDays.day, today),
      ),
    );
  const byAccount = new Map(days.map((day) => [day.senderId, day]));
  return accounts.map((account) => viewOf(account, byAccount.get(account.id), today, settings));
}

export async function viewAccount(app: App, account: Account): Promise<AccountView> {
  const [view] = await viewAccounts(app, account.workspaceId, [account]);
  if (!view) throw new Error('an account without a view');
  return view;
}

function viewOf(
  a: Account,
  counted: { sent: number; answers: number } | undefined,
  today: string,
  settings: { maxDailyActive: number; maxDailyWarming: number },
): AccountView {
  const day = warmupDay(a.warmupStartedOn, today);
  const limits = {
    maxDailyActive: a.maxDailyActive ?? settings.maxDailyActive,
    maxDailyWarming: a.maxDailyWarming ?? settings.maxDailyWarming,
  };
  return {
    id: accountKey(a.number),
    name: a.name,
    phone: a.phone,
    username: a.username,
    first_name: a.firstName,
    last_name: a.lastName,
    telegram_id: a.telegramId,
    status: a.status,
    status_since: a.statusSince.toISOString(),
    status_reason: a.statusReason,
    needs_sign_in: a.needsSignIn,
    connection: a.connection,
    last_error: a.lastError,
    last_error_at: iso(a.lastErrorAt),
    restrictions: a.restrictions,
    warmup_day: a.status === 'warming' ? day : null,
    daily_sent: counted?.sent ?? 0,
    daily_limit: dailyLimit({ status: a.status, warmupDay: day }, limits),
    daily_answers: counted?.answers ?? 0,
    total_sent: a.totalSent,
    flood_count: a.floodCount,
    cooldown_until: a.status === 'cooldown' ? iso(a.statusUntil) : null,
    last_used_at: iso(a.lastUsedAt),
    last_checked_at: iso(a.lastCheckedAt),
    added_at: a.addedAt.toISOString(),
    session_file: a.sessionFile,
    use_proxy: a.useProxy,
    proxy_type: a.proxyHost ? a.proxyType : null,
    proxy_host: a.proxyHost,
    proxy_port: a.proxyPort,
    proxy_user: a.proxyUser,
    proxy_pass_set: a.proxyPassword !== null,
    role_id: a.roleId,
    notes: a.notes,
    tags: a.tags,
    max_daily_active: a.maxDailyActive,
    max_daily_warming: a.maxDailyWarming,
    max_daily_messages: a.maxDailyMessages,
    max_daily_answers: a.maxDailyAnswers,
    min_message_delay: a.minMessageDelay,
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
