import { z } from 'zod';
import { proxyTestAnswer } from '../../../contract/accounts.ts';
import {
  botAnswer,
  botLinkAnswer,
  botParams,
  botPatch,
  botProxyBody,
  botsAnswer,
  newBotBody,
  operatorChatsAnswer,
  postedAnswer,
  postedUpdate,
} from '../../../contract/bots.ts';
import { doneAnswer } from '../../../contract/common.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { signedIn } from '../sign-in/signed-in-caller.ts';
import { addBot } from './add-bot.ts';
import { changeBot } from './change-bot.ts';
import { findBot, listBots, viewBots } from './find-bot.ts';
import { findPostedBot, keepPosted } from './keep-posted.ts';
import { listOperatorChats, makeBotCode, unlinkOperator } from './link-operator.ts';
import { removeBot } from './remove-bot.ts';
import { setBotProxy, testBotProxy } from './set-bot-proxy.ts';
import type { Bot } from './tables.ts';
import { texts } from './texts.ts';
import { webhookAddress } from './webhook-address.ts';

const tag = 'Bots';
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';
/** An update holds a message or two, and no file. */
const MOST_POSTED_BYTES = 1024 * 1024;

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/bots',
    permission: 'settings.read',
    summary: 'Bots of the workspace',
    tag,
    answers: { 200: botsAnswer },
    handle: async ({ app, caller: { workspaceId } }) => {
      const found = await listBots(app, workspaceId);
      return {
        success: true,
        bots: await viewBots(app, workspaceId, found),
        webhook_possible: webhookAddress(app, 0) !== undefined,
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/bots',
    permission: 'settings.write',
    summary: 'Connect a bot by its token',
    description: 'A bot that is connected already takes the new token.',
    tag,
    body: newBotBody,
    answers: { 201: botAnswer },
    handle: async ({ app, caller, body }) => {
      const bot = await addBot(app, caller, body);
      return new CustomAnswer({ status: 201, body: await one(app, bot) });
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/bots/:id',
    permission: 'settings.write',
    summary: 'Switch a bot, or what it is for',
    tag,
    params: botParams,
    body: botPatch,
    answers: { 200: botAnswer },
    handle: async ({ app, caller, params, body }) => {
      const bot = await findBot(app.db, caller.workspaceId, params.id);
      return one(app, await changeBot(app, caller, bot, body));
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/bots/:id',
    permission: 'settings.write',
    summary: 'Disconnect a bot and delete its token',
    tag,
    params: botParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await removeBot(app, caller, await findBot(app.db, caller.workspaceId, params.id));
      return { success: true, message: texts.removed[caller.language] };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/bots/:id/proxy',
    permission: 'settings.write',
    summary: 'Set the proxy of one bot; it is stored, not tested',
    tag,
    params: botParams,
    body: botProxyBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params, body }) => {
      const bot = await findBot(app.db, caller.workspaceId, params.id);
      await setBotProxy(app, caller, bot, body.use_proxy, readProxy(body));
      return { success: true, message: texts.proxySet[caller.language] };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/bots/:id/proxy',
    permission: 'settings.write',
    summary: 'Switch the proxy of one bot off',
    tag,
    params: botParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      const bot = await findBot(app.db, caller.workspaceId, params.id);
      await setBotProxy(app, caller, bot, false, null);
      return { success: true, message: texts.proxyRemoved[caller.language] };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/bots/:id/proxy/test',
    permission: 'settings.write',
    summary: 'Try to reach Telegram through the proxy of one bot',
    tag,
    params: botParams,
    body: z.unknown(),
    answers: { 200: proxyTestAnswer },
    handle: async ({ app, caller, params }) => {
      const ms = await testBotProxy(app, await findBot(app.db, caller.workspaceId, params.id));
      return { success: true, message: texts.proxyWorks(ms)[caller.language], latency_ms: ms };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/bots/:id/updates',
    permission: undefined,
    summary: 'Where Telegram posts what happens to a bot in webhook mode',
    tag,
    params: z.object({ id: z.string().max(20) }),
    headers: z.looseObject({ 'x-telegram-bot-api-secret-token': z.string().max(256).optional() }),
    body: z.looseObject({}).describe('An Update of the Bot API'),
    mostBytes: MOST_POSTED_BYTES,
    answers: { 200: postedAnswer },
    handle: async ({ app, params, body, request }) => {
      const bot = await findPostedBot(app, params.id, request.headers[SECRET_HEADER]);
      const update = postedUpdate.safeParse(body);
      if (!update.success) throw new AppError('invalid_request', texts.notAnUpdate);
      await keepPosted(app, bot, update.data);
      return { success: true };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/session/telegram',
    permission: 'signed_in',
    summary: 'A code by which the caller commands the workspace from Telegram',
    description: 'An earlier code works no more.',
    tag,
    answers: { 200: botLinkAnswer },
    handle: async ({ app, caller }) => {
      const { code, link, expiresAt } = await makeBotCode(app, signedIn(caller));
      return { success: true, code, link, expires_at: expiresAt.toISOString() };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/session/telegram',
    permission: 'signed_in',
    summary: 'Telegram accounts that count as the caller',
    tag,
    answers: { 200: operatorChatsAnswer },
    handle: async ({ app, caller }) => {
      const { workspaceId, operatorId } = signedIn(caller);
      const chats = await listOperatorChats(app, workspaceId, operatorId);
      return {
        success: true,
        chats: chats.map(({ telegramId, linkedAt }) => ({
          telegram_id: telegramId,
          linked_at: linkedAt.toISOString(),
        })),
      };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/session/telegram',
    permission: 'signed_in',
    summary: 'Unlink the caller from Telegram',
    tag,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller }) => {
      await unlinkOperator(app, signedIn(caller));
      return { success: true, message: texts.unlinked[caller.language] };
    },
  }),
];

/** Without a host the bot uses the default proxy. */
function readProxy({ type, host, port, username, password }: z.output<typeof botProxyBody>) {
  if (!host && !port) return null;
  if (!host || !port) throw new AppError('invalid_proxy', texts.proxyHostMissing);
  return { type, host, port, ...(username && { username }), ...(password && { password }) };
}

async function one(app: App, bot: Bot) {
  const [view] = await viewBots(app, bot.workspaceId, [bot]);
  return { success: true, bot: view };
}
