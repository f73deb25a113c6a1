import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { type NewEvent, recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import { TelegramError, type TelegramProblem } from '../../../edges/telegram-account/port.ts';
import type { HeldAccount } from '../../../held-senders.ts';
import { reactToProblem } from '../../accounts/react-to-problem.ts';
import type { Account } from '../../accounts/tables.ts';
import { channelVisits, type WarmupChannel } from '../tables.ts';
import type { Visit } from './read-facts.ts';
import { afterStep } from './reading-plan.ts';
import { countStep } from './turns.ts';

/** How soon an account tries again when Telegram was out of reach. */
const UNREACHABLE_MS = 15 * 60_000;

/** Joins a channel; a refusal is noted, so that it isn't tried again. */
export async function joinChannel(
  app: App,
  sender: HeldAccount,
  account: Account,
  { id: channelId, reference }: WarmupChannel,
): Promise<void> {
  const visit = { workspaceId: account.workspaceId, accountId: account.id, channelId };
  try {
    const chat = await sender.connection.joinChat(reference);
    const since = app.clock.now();
    await app.database.transaction(async (tx) => {
      const { chatId, accessHash, title } = chat;
      await keepVisit(tx, { ...visit, state: 'joined', chatId, accessHash, title, since });
      const data = { channel_id: channelId, channel: title };
      await done(app, tx, account, 'joins', { type: 'account.joined_channel', data });
    });
  } catch (error) {
    await settleProblem(app, account, error, async (tx, { kind, code }) => {
      const state = kind === 'join_requested' ? 'requested' : 'refused';
      await keepVisit(tx, { ...visit, state, problem: code, since: app.clock.now() });
    });
  }
}

/** Reads the newest posts of a channel; one that is closed by now isn't tried again. */
export async function readChannel(
  app: App,
  sender: HeldAccount,
  account: Account,
  visit: Visit,
): Promise<void> {
  const { channelId, chatId, accessHash } = visit;
  if (chatId === null) throw new Error('a channel that was joined has no number');
  const which = and(
    eq(channelVisits.accountId, account.id),
    eq(channelVisits.channelId, channelId),
  );
  try {
    const posts = await sender.connection.readChat({ chatId, accessHash });
    await app.database.transaction(async (tx) => {
      await tx
        .update(channelVisits)
        .set({
          readAt: app.clock.now(),
          postsRead: sql`${channelVisits.postsRead} + ${posts}`,
        })
        .where(which);
      const data = { channel_id: channelId, channel: visit.title, posts };
      await done(app, tx, account, 'reads', { type: 'account.read_channel', data });
    });
  } catch (error) {
    await settleProblem(app, account, error, async (tx, { code }) => {
      const refused = { state: 'refused' as const, problem: code, since: app.clock.now() };
      await tx.update(channelVisits).set(refused).where(which);
    });
  }
}

async function keepVisit(tx: Db, visit: typeof channelVisits.$inferInsert): Promise<void> {
  const { workspaceId: _, accountId: __, channelId: ___, ...set } = visit;
  await tx
    .insert(channelVisits)
    .values(visit)
    .onConflictDoUpdate({ target: [channelVisits.accountId, channelVisits.channelId], set });
}

async function done(
  app: App,
  tx: Db,
  account: Account,
  counted: 'joins' | 'reads',
  event: Pick<NewEvent, 'type'> & { data: Record<string, unknown> },
): Promise<void> {
  const now = app.clock.now();
  await countStep(app, tx, account, {
    counted,
    nextAt: afterStep(now, app.random()),
    problem: null,
  });
  const { id: senderId, workspaceId } = account;
  await recordEvents(tx, [{ workspaceId, at: now, senderId, ...event }]);
}

/**
 * What Telegram asks to wait is waited; what says something about the account shows in its status;
 * one that is in too many chats has used up a join of its day, and tries again when it may have
 * left some; a refusal is about the channel alone. Anything that isn't Telegram's is thrown on.
 */
async function settleProblem(
  app: App,
  account: Account,
  error: unknown,
  noteRefusal: (tx: Db, problem: TelegramProblem) => Promise<void>,
): Promise<void> {
  if (!(error instanceof TelegramError)) throw error;
  const { problem } = error;
  const now = app.clock.now();
  let nextAt = afterStep(now, app.random());
  await app.database.transaction(async (tx) => {
    if (problem.kind === 'flood_wait')
      nextAt = afterStep(new Date(now.getTime() + problem.seconds * 1_000), app.random());
    else if (problem.kind === 'unavailable' || problem.kind === 'proxy_unavailable')
      nextAt = new Date(now.getTime() + UNREACHABLE_MS);
    else if (isAboutTheAccount(problem)) await reactToProblem(app, tx, account.id, problem);
    else if (problem.kind !== 'too_many_chats') await noteRefusal(tx, problem);
    const counted = problem.kind === 'too_many_chats' ? 'joins' : undefined;
    await countStep(app, tx, account, { counted, nextAt, problem: problem.code });
  });
}

function isAboutTheAccount({ kind }: TelegramProblem): boolean {
  return kind === 'peer_flood' || kind === 'frozen' || kind === 'banned' || kind === 'signed_out';
}
