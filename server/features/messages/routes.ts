import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { accountParams } from '../../../contract/accounts.ts';
import {
  accountWhyAnswer,
  messageAnswer,
  queuedAnswer,
  sendBody,
  sendQuery,
  sentAnswer,
} from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { findAccount } from '../accounts/find-account.ts';
import { accounts } from '../accounts/tables.ts';
import { senderKeys } from '../business/sender-key.ts';
import { explainAccount } from './explain-account.ts';
import { postMessage, readMessage } from './post-message.ts';
import type { Message } from './tables.ts';
import { explainMessage, viewMessages } from './view-message.ts';
import { waitForMessage } from './wait-for-message.ts';

const tag = 'Messages';

/** How long a caller of POST /send waits at most. */
const WAIT_MS = 25_000;

export const routes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/send',
    permission: 'messages.send',
    summary: 'Send a message from an account of the pool',
    description:
      'Waits up to 25 seconds: the message is sent or fails, and never leaves later. A message still on its way then is answered with 202 and its id.',
    tag,
    query: sendQuery,
    body: sendBody,
    headers: z.looseObject({ 'idempotency-key': z.string().min(1).max(200).optional() }),
    answers: { 200: sentAnswer, 202: queuedAnswer },
    handle: async ({ app, caller, query, body, request }) => {
      const key = request.headers['idempotency-key'];
      const deadline = performance.now() + WAIT_MS;
      const message = await postMessage(app, caller, body, {
        deadline: query.wait ? deadline : undefined,
        idempotencyKey: typeof key === 'string' ? key : undefined,
      });
      const decided = query.wait
        ? await waitForMessage(app, caller.workspaceId, message.id, deadline - performance.now())
        : message;
      return sendAnswer(app, decided);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/messages/:id',
    permission: 'messages.read',
    summary: 'One message: how far it is, and why',
    tag,
    params: z.object({ id: z.coerce.number().int() }),
    answers: { 200: messageAnswer },
    handle: async ({ app, caller, params }) => {
      const message = await readMessage(app.db, caller.workspaceId, params.id);
      const [view] = await viewMessages(app, [message], caller.language);
      const explained = await explainMessage(app, message, caller.language);
      return { success: true, message: { ...view, ...explained } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:id/why',
    permission: 'accounts.read',
    summary: 'Why an account is not sending right now',
    tag: 'Accounts',
    params: accountParams,
    answers: { 200: accountWhyAnswer },
    handle: async ({ app, caller, params }) => {
      const account = await findAccount(app, caller.workspaceId, params.id);
      return { success: true, ...(await explainAccount(app, account, caller.language)) };
    },
  }),
];

/** @throws AppError when the message has failed */
async function sendAnswer(app: App, message: Message) {
  const [account] = await app.db
    .select({ phone: accounts.phone })
    .from(accounts)
    .where(eq(accounts.id, message.senderId));
  const accountId = (await senderKeys(app.db, [message.senderId])).get(message.senderId) ?? '';
  switch (message.status) {
    case 'sent':
      return {
        success: true,
        id: message.id,
        message_id: message.telegramId,
        account_id: accountId,
        account_phone: account?.phone ?? null,
        proxy_used: message.proxyUsed ?? false,
      };
    case 'queued':
    case 'sending':
      return new CustomAnswer({
        status: 202,
        body: { success: true, id: message.id, status: message.status, account_id: accountId },
      });
    default:
      throw sendError(message, accountId);
  }
}

function sendError({ id, error }: Message, accountId: string): AppError {
  if (!error) throw new Error(`message ${id} failed without a reason`);
  return new AppError(error.code, error.text, {
    ...(error.retry_after !== undefined && { retryAfter: error.retry_after }),
    fields: { reason: error.reason, id, account_id: accountId },
  });
}
