import { boxWith } from '../../world/chats/channel-box.ts';
import type { Copy } from '../../world/messages/message.ts';
import { pinMessage } from '../../world/messages/pin-message.ts';
import type { Peer } from '../../world/messages/send-to.ts';
import { flagOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { messageOf } from './find-message.ts';

/** Pins a message; the chat says so unless it is asked not to. */
export function pinChatMessage(call: BotCall): true {
  const { args, self, world } = call;
  const chat = findChat(call);
  const copy = messageOf(call, { chat, author: self }, 'message to pin');
  pinMessage(world, self, chat, copy, {
    pinned: true,
    silent: flagOf(args, 'disable_notification'),
  });
  return true;
}

/** Takes a message down: the one that is named, or the latest. */
export function unpinChatMessage(call: BotCall): true {
  const { args, self, world } = call;
  const chat = findChat(call);
  const copy =
    textOf(args, 'message_id') === ''
      ? pinnedIn(call, chat).at(-1)
      : messageOf(call, { chat, author: self }, 'message to unpin');
  if (!copy) throw badRequest('message to unpin not found');
  pinMessage(world, self, chat, copy, { pinned: false });
  return true;
}

export function unpinAllChatMessages(call: BotCall): true {
  const chat = findChat(call);
  for (const copy of pinnedIn(call, chat)) {
    pinMessage(call.world, call.self, chat, copy, { pinned: false });
  }
  return true;
}

function pinnedIn({ self, world }: BotCall, chat: Peer): Copy[] {
  return boxWith(world, self.id, chat.id).copies.filter(
    (copy) => copy.chatId === chat.id && !copy.deleted && copy.message.pinned,
  );
}
