import { z } from 'zod';
import { react } from '../../world/messages/react.ts';
import { jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { messageOf } from './find-message.ts';

const schema = z.array(z.object({ type: z.string(), emoji: z.string().optional() }));

/** Puts the bot's reaction under a message, or takes it away. */
export function setMessageReaction(call: BotCall): true {
  const { args, self, world } = call;
  const copy = messageOf(call, { chat: findChat(call), author: self }, 'message to react');
  const given = jsonOf(args, 'reaction', schema, 'reaction types') ?? [];
  const emoji = given.map((one) => {
    if (one.type !== 'emoji' || one.emoji === undefined) throw badRequest('REACTION_INVALID');
    return one.emoji;
  });
  react(world, self, copy, emoji);
  return true;
}
