import {
  botAnswer,
  botLinkAnswer,
  botParams,
  botPatch,
  botsAnswer,
  newBotBody,
  operatorChatsAnswer,
} from '../../../contract/bots.ts';
import { doneAnswer } from '../../../contract/common.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { signedIn } from '../sign-in/signed-in-caller.ts';
import { addBot } from './add-bot.ts';
import { changeBot } from './change-bot.ts';
import { findBot, listBots, viewBots } from './find-bot.ts';
import { listOperatorChats, makeBotCode, unlinkOperator } from './link-operator.ts';
import { removeBot } from './remove-bot.ts';
import type { Bot } from './tables.ts';
import { texts } from './texts.ts';

const tag = 'Bots';

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
      return { success: true, bots: await viewBots(app, workspaceId, found) };
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

async function one(app: App, bot: Bot) {
  const [view] = await viewBots(app, bot.workspaceId, [bot]);
  return { success: true, bot: view };
}
