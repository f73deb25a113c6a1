import type { z } from 'zod';
import type { warmupAnswer } from '../../../../contract/chats.ts';
import { addDays, localDay } from '../../../base/days.ts';
import type { App } from '../../../context.ts';
import { WARM_FROM_DAY, warmupAllowance, warmupDay } from '../../accounts/account.ts';
import { findAccount } from '../../accounts/find-account.ts';
import type { Account } from '../../accounts/tables.ts';
import { factsAt, type Reading, readReading } from './read-facts.ts';
import { nextStep } from './reading-plan.ts';

type WarmupView = z.output<typeof warmupAnswer>['warmup'];

/** Where an account stands in its warm-up: its day, what it may send on the next ones, its channels. */
export async function viewWarmup(app: App, workspaceId: number, key: string): Promise<WarmupView> {
  const account = await findAccount(app, workspaceId, key);
  const reading = await readReading(app, account);
  const now = app.clock.now();
  const today = localDay(now, reading.settings.timeZone);
  const isWarming = account.status === 'warming';
  const { turn } = reading;
  return {
    status: account.status,
    day: isWarming ? warmupDay(account.warmupStartedOn, today) : null,
    warm_from_day: WARM_FROM_DAY,
    allowances: isWarming ? allowances(account, reading, today) : [],
    today: turn?.day === today ? { joins: turn.joins, reads: turn.reads } : { joins: 0, reads: 0 },
    channels: reading.channels.map(({ channel, visit }) => ({
      id: channel.id,
      channel: channel.reference,
      is_own: channel.accountId !== null,
      title: visit?.title ?? null,
      state: visit?.state ?? 'new',
      problem: visit?.problem ?? null,
      since: visit?.since.toISOString() ?? null,
      read_at: visit?.readAt?.toISOString() ?? null,
      posts_read: visit?.postsRead ?? 0,
    })),
    next: isWarming ? comingStep(now, reading, account) : null,
    problem: turn?.problem ?? null,
  };
}

function allowances(account: Account, { settings }: Reading, today: string) {
  const day = warmupDay(account.warmupStartedOn, today);
  const limits = {
    maxDailyActive: account.maxDailyActive ?? settings.maxDailyActive,
    maxDailyWarming: account.maxDailyWarming ?? settings.maxDailyWarming,
  };
  const left = Math.max(1, WARM_FROM_DAY - day + 1);
  return Array.from({ length: left }, (_, n) => ({
    day: day + n,
    date: addDays(today, n),
    messages: warmupAllowance(day + n, limits),
  }));
}

/** null: there is no channel left to join or read. */
function comingStep(now: Date, reading: Reading, account: Account): WarmupView['next'] {
  const isIdle = reading.channels.every(
    ({ visit }) => visit !== undefined && visit.state !== 'joined',
  );
  if (isIdle || !reading.turn) return null;
  let at = reading.turn.nextAt > now ? reading.turn.nextAt : now;
  let step = nextStep(factsAt(at, reading, account));
  // Out of hours, and then perhaps another day: no more waits than that.
  for (let waits = 0; step.what === 'wait' && waits < 3; waits++) {
    at = step.until;
    step = nextStep(factsAt(at, reading, account));
  }
  if (step.what === 'wait') return null;
  return { at: at.toISOString(), what: step.what, channel_id: step.channelId };
}
