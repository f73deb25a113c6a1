import type { tl } from '@mtcute/core';
import { connectBot, connectionOf, disconnectBot } from '../../world/business/connect-bot.ts';
import type { BusinessRights } from '../../world/business/connection.ts';
import { type Call, caller } from '../call.ts';
import { userOfInput } from '../peers.ts';
import { updatesOf } from '../views/update-view.ts';
import { userViews } from '../views/user-view.ts';

/**
 * Connects a bot to the caller's account, or takes it away.
 *
 * @throws TelegramError USER_ID_INVALID, PREMIUM_ACCOUNT_REQUIRED, BOT_BUSINESS_MISSING
 */
export function updateConnectedBot(
  call: Call,
  request: tl.account.RawUpdateConnectedBotRequest,
): tl.TypeUpdates {
  const { world } = call;
  const user = caller(call);
  const bot = userOfInput(call, request.bot);
  if (request.deleted) disconnectBot(world, user.id);
  else {
    const { excludeSelected, users = [] } = request.recipients;
    const excluded = excludeSelected ? users.map((input) => userOfInput(call, input).id) : [];
    connectBot(world, user, bot.id, readRights(request.rights), excluded);
  }
  return updatesOf(world, user, [], [bot.id]);
}

/** The bot that looks after the caller's account. */
export function getConnectedBots(call: Call): tl.account.RawConnectedBots {
  const { world } = call;
  const user = caller(call);
  const connection = connectionOf(world, user.id);
  if (!connection) return { _: 'account.connectedBots', connectedBots: [], users: [] };
  const { botId, excluded, rights } = connection;
  const recipients: tl.RawBusinessBotRecipients = {
    _: 'businessBotRecipients',
    existingChats: true,
    newChats: true,
    contacts: true,
    nonContacts: true,
    excludeUsers: [...excluded],
  };
  return {
    _: 'account.connectedBots',
    connectedBots: [{ _: 'connectedBot', botId, recipients, rights: rightsView(rights) }],
    users: userViews(world, user, [botId]),
  };
}

function readRights(given: tl.TypeBusinessBotRights | undefined): BusinessRights {
  return {
    reply: given?.reply,
    readMessages: given?.readMessages,
    deleteSentMessages: given?.deleteSentMessages,
    deleteReceivedMessages: given?.deleteReceivedMessages,
    editName: given?.editName,
    editBio: given?.editBio,
    editUsername: given?.editUsername,
  };
}

function rightsView(rights: BusinessRights): tl.RawBusinessBotRights {
  return { _: 'businessBotRights', ...rights };
}
