import type { z } from 'zod';
import type { collectBody } from '../../../../contract/chats.ts';
import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { AdminChat } from '../../../edges/telegram-account/port.ts';
import type { Caller } from '../../../feature.ts';
import { accountKey } from '../../accounts/account.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { makeList } from '../../contacts/audiences/make-list.ts';
import { declareSource } from '../../contacts/record-consent.ts';
import { findSource } from '../../contacts/sources.ts';
import { enqueueJob } from '../../jobs/enqueue-job.ts';
import type { Job } from '../../jobs/tables.ts';
import { mustBeRunning } from '../../workspace/plan.ts';
import { findAdminChat } from '../admin-chats.ts';
import { texts } from '../texts.ts';
import { CHAT_JOB, type ChatArgs, WRITERS_JOB, type WritersArgs } from './collect-args.ts';

export type Collecting = { audienceId: number; job: Job };

type Order = z.output<typeof collectBody>;
type ChatOrder = Extract<Order, { from: 'chat' }>;
type WritersOrder = Extract<Order, { from: 'wrote' }>;

/** How long a collection may be kept waiting in all. */
const PATIENCE_MS = 24 * 3_600_000;

/**
 * Makes a list and queues the job that fills it.
 * @throws AppError already_exists when a list has the name, not_chat_admin before anything is read
 *   of a chat that the account does not administer, invalid_request without a basis
 */
export function startCollecting(app: App, caller: Caller, order: Order): Promise<Collecting> {
  return order.from === 'chat'
    ? collectFromChat(app, caller, order)
    : collectWriters(app, caller, order);
}

async function collectFromChat(app: App, caller: Caller, order: ChatOrder): Promise<Collecting> {
  const { workspaceId, actor } = caller;
  await mustBeRunning(app.db, workspaceId, app.clock.now());
  const account = await findAccount(app, workspaceId, order.account);
  const chat = await findAdminChat(app, account, order.chat);
  return app.database.transaction(async (tx) => {
    const { id: audienceId } = await makeList(app, tx, caller, order.name);
    const args: ChatArgs = {
      audienceId,
      sourceId: await sourceOf(app, tx, workspaceId, chat, order.source),
      account: accountKey(account.number),
      chat: { chatId: chat.chatId, accessHash: chat.accessHash, title: chat.title },
      giveUpAt: new Date(app.clock.now().getTime() + PATIENCE_MS).toISOString(),
    };
    const title = texts.collectTitle(order.name, chat.title);
    const job = await enqueueJob(app, tx, { workspaceId, kind: CHAT_JOB, title, args, actor });
    return { audienceId, job };
  });
}

/** Whoever collects people says why they may be written to; that they wrote is no answer here. */
async function sourceOf(
  app: App,
  tx: Db,
  workspaceId: number,
  { title }: AdminChat,
  given: ChatOrder['source'],
): Promise<number> {
  const { name = `chat:${title}`.slice(0, 200), note } = given;
  const basis = given.basis ?? (await findSource(tx, workspaceId, name))?.basis;
  if (!basis) throw new AppError('invalid_request', texts.basisNeeded(name));
  if (basis === 'inbound') throw new AppError('invalid_request', texts.notInbound);
  return declareSource(app, tx, workspaceId, name, basis, note);
}

async function collectWriters(app: App, caller: Caller, order: WritersOrder): Promise<Collecting> {
  const { workspaceId, actor } = caller;
  await mustBeRunning(app.db, workspaceId, app.clock.now());
  const account =
    order.account === undefined ? undefined : await findAccount(app, workspaceId, order.account);
  return app.database.transaction(async (tx) => {
    const { id: audienceId } = await makeList(app, tx, caller, order.name);
    const args: WritersArgs = {
      audienceId,
      accountId: account?.id ?? null,
      since: order.since ?? null,
    };
    const title = texts.writersTitle(order.name);
    const job = await enqueueJob(app, tx, { workspaceId, kind: WRITERS_JOB, title, args, actor });
    return { audienceId, job };
  });
}
