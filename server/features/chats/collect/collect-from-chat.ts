import { z } from 'zod';
import { AppError } from '../../../base/errors.ts';
import { recordEvents, spellActor } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { MembersPage } from '../../../edges/telegram-account/port.ts';
import type { JobHandler, JobRun } from '../../../feature.ts';
import { findAccount } from '../../accounts/find-account.ts';
import type { Account } from '../../accounts/tables.ts';
import { readAudience } from '../../contacts/audiences/audiences.ts';
import { JobPostponed } from '../../jobs/job-outcome.ts';
import { readPlan } from '../../workspace/plan.ts';
import { texts } from '../texts.ts';
import { type ChatArgs, chatArgs } from './collect-args.ts';
import { readMembers } from './read-members.ts';
import { writeMembers } from './write-members.ts';

/** How soon an account that isn't connected is looked at again. */
const OFFLINE_PAUSE_MS = 30_000;

const counts = z.object({
  /** People met: no bots, nobody deleted. */
  found: z.number(),
  added: z.number(),
  known: z.number(),
  bots: z.number(),
  deleted: z.number(),
  /** On the do-not-contact list. */
  stopped: z.number(),
  /** About how many of the chat were not put on the list: the plan allows no more. */
  over_limit: z.number(),
  /** In the chat, but not among those whom Telegram lists, whoever asks. */
  unlisted: z.number().default(0),
});
const stateShape = z.object({
  /** Where the next page begins; null: there is none. */
  next: z.number().nullable(),
  total: z.number(),
  counts,
  isFinished: z.boolean(),
});
type State = z.output<typeof stateShape>;

const nothing: State = {
  next: 0,
  total: 0,
  counts: {
    found: 0,
    added: 0,
    known: 0,
    bots: 0,
    deleted: 0,
    stopped: 0,
    over_limit: 0,
    unlisted: 0,
  },
  isFinished: false,
};

/**
 * Fills a list with the people of a chat, page by page. Each page is one transaction with its place
 * in the chat, so that a crash loses and doubles nobody. When Telegram asks to wait, or the account
 * is paused, it goes on later by itself.
 */
export const collectFromChat: JobHandler = {
  async run(app, job) {
    const args = chatArgs.parse(job.args);
    let state = job.state === null ? nothing : stateShape.parse(job.state);
    for (let isFirst = true; state.next !== null; isFirst = false) {
      const account = await usableAccount(app, job, args);
      const page = await readMembers(app, account, args.chat, state.next, isFirst).catch(
        (error) => {
          throw waitingFor(app, args, error);
        },
      );
      state = await writePage(app, job, args, account, state, page);
    }
    if (!state.isFinished) await finish(app, job, args, state);
    return { ...state.counts, audience_id: args.audienceId };
  },
};

/** @throws AppError account_unavailable, not_found for good; JobPostponed while it is paused */
async function usableAccount(app: App, job: JobRun, args: ChatArgs): Promise<Account> {
  const account = await findAccount(app, job.workspaceId, args.account);
  const { status } = account;
  if (status === 'disabled' || status === 'banned' || account.needsSignIn)
    throw new AppError('account_unavailable', texts.accountCannot(args.account));
  const reason = new AppError('account_unavailable', texts.waitsForAccount(args.account));
  const soon = new Date(app.clock.now().getTime() + OFFLINE_PAUSE_MS);
  if (status === 'cooldown') throw postponed(app, args, reason, account.statusUntil ?? soon);
  if (account.connection !== 'online') throw postponed(app, args, reason, soon);
  return account;
}

/** What passes by itself is waited for. */
function waitingFor(app: App, args: ChatArgs, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const after = (ms: number) => new Date(app.clock.now().getTime() + ms);
  switch (error.code) {
    case 'flood_wait':
      return postponed(app, args, error, after((error.retryAfter ?? 60) * 1_000));
    case 'account_unavailable':
    case 'proxy_unavailable':
    case 'telegram_unavailable':
    case 'timeout':
      return postponed(app, args, error, after(OFFLINE_PAUSE_MS));
    default:
      return error;
  }
}

function postponed(
  app: App,
  { giveUpAt }: ChatArgs,
  reason: AppError,
  until: Date,
): JobPostponed | AppError {
  if (app.clock.now() >= new Date(giveUpAt)) return reason;
  return new JobPostponed(until, { code: reason.code, ...reason.text });
}

async function writePage(
  app: App,
  job: JobRun,
  args: ChatArgs,
  account: Account,
  state: State,
  page: MembersPage,
): Promise<State> {
  const { workspaceId, actor } = job;
  const audience = await readAudience(app.db, workspaceId, args.audienceId);
  const { maxAudience } = await readPlan(app.db, workspaceId, app.clock.now());
  let next = state;
  await writeMembers(
    app,
    {
      audience,
      accountId: account.id,
      sourceId: args.sourceId,
      evidence: {
        collect_job: job.id,
        chat: args.chat.title,
        chat_id: args.chat.chatId,
        account: args.account,
        ordered_by: spellActor(actor),
      },
      most: maxAudience,
      from: state.next ?? 0,
      people: page.people,
    },
    async (tx, written) => {
      const { counts: c } = state;
      const isFull = written.overLimit > 0;
      // What Telegram told last: people come and go while it is read.
      const total = page.total || state.total;
      // Whoever comes after these would find no room either.
      const unread = isFull && page.next !== null ? Math.max(0, total - page.next) : 0;
      next = {
        ...state,
        next: isFull ? null : page.next,
        total,
        counts: {
          found: c.found + page.people.length,
          added: c.added + written.added,
          known: c.known + written.known,
          bots: c.bots + page.bots,
          deleted: c.deleted + page.deleted,
          stopped: c.stopped + written.stopped,
          over_limit: c.over_limit + written.overLimit + unread,
          unlisted: isFull ? 0 : unlistedAfter(state, page),
        },
      };
      await job.save(tx, { state: next, progress: progressOf(next) });
    },
  );
  return next;
}

/**
 * How many people of a chat remain unseen when a page is the last one: a list of Telegram's ends
 * with an empty page, sooner than the chat where the chat is large.
 */
export function unlistedAfter(
  before: { next: number | null; total: number },
  page: Pick<MembersPage, 'next' | 'total'>,
): number {
  if (page.next !== null || page.total > 0) return 0;
  return Math.max(0, before.total - (before.next ?? 0));
}

function progressOf({ counts: c, total }: State) {
  const done = c.found + c.bots + c.deleted;
  return { ...c, done, total: Math.max(total, done) };
}

async function finish(app: App, job: JobRun, args: ChatArgs, state: State): Promise<void> {
  const { workspaceId, actor } = job;
  const { done, ...progress } = progressOf(state);
  await app.database.transaction(async (tx) => {
    const kept = { ...state, isFinished: true };
    // Nothing is left to be read: what was not met is not missing.
    await job.save(tx, { state: kept, progress: { ...progress, done, total: done } });
    const data = { job_id: job.id, audience_id: args.audienceId, ...state.counts };
    await recordEvents(tx, [
      { workspaceId, type: 'audience.collected', at: app.clock.now(), actor, data },
    ]);
  });
}
