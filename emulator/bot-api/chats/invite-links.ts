import type { ChatInviteLink } from 'grammy/types';
import { answerRequest } from '../../world/chats/answer-request.ts';
import {
  createLink,
  editLink,
  inviteUrl,
  type LinkOptions,
  renewPrimaryLink,
} from '../../world/chats/invite-links.ts';
import { flagOf, integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { linkJson } from '../views/link-json.ts';
import { findGroup, findUser } from './find-chat.ts';

/** Makes a link of the bot's own (https://core.telegram.org/bots/api#createchatinvitelink). */
export function createChatInviteLink(call: BotCall): ChatInviteLink {
  const { self, world } = call;
  const chat = findGroup(call);
  return linkJson(world, chat, createLink(world, self, chat, readOptions(call)));
}

export function editChatInviteLink(call: BotCall): ChatInviteLink {
  const { self, world } = call;
  const chat = findGroup(call);
  const { link } = editLink(world, self, chat, hashOf(call), readOptions(call));
  return linkJson(world, chat, link);
}

export function revokeChatInviteLink(call: BotCall): ChatInviteLink {
  const { self, world } = call;
  const chat = findGroup(call);
  return linkJson(world, chat, editLink(world, self, chat, hashOf(call), { revoked: true }).link);
}

/** A new primary link; the old one is revoked. */
export function exportChatInviteLink(call: BotCall): string {
  return inviteUrl(renewPrimaryLink(call.world, call.self, findGroup(call)));
}

export const approveChatJoinRequest = (call: BotCall) => answer(call, true);
export const declineChatJoinRequest = (call: BotCall) => answer(call, false);

function answer(call: BotCall, approved: boolean): true {
  answerRequest(call.world, call.self, findGroup(call), findUser(call).id, approved);
  return true;
}

function readOptions({ args }: BotCall): LinkOptions {
  return {
    title: textOf(args, 'name'),
    expireDate: integerOf(args, 'expire_date', 0, 0),
    usageLimit: integerOf(args, 'member_limit', 0),
    requestNeeded: flagOf(args, 'creates_join_request'),
  };
}

function hashOf({ args }: BotCall): string {
  const hash = /(?:\+|joinchat\/)([\w-]+)$/.exec(textOf(args, 'invite_link'))?.[1];
  if (hash === undefined) throw badRequest('INVITE_HASH_INVALID');
  return hash;
}
