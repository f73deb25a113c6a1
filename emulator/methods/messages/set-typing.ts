import type { tl } from '@mtcute/core';
import { isPresent } from '../../world/chats/member-of.ts';
import { isChat } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { announce } from '../../world/world.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { readTyping } from '../views/typing-view.ts';

/** Shows the other side what one is doing, unless they blocked one, or all in a group. @throws TelegramError PEER_ID_INVALID, USER_NOT_PARTICIPANT */
export function setTyping(call: Call, request: tl.messages.RawSetTypingRequest): boolean {
  const from = caller(call);
  const to = peerOf(call, request.peer);
  if (isChat(to)) {
    if (!isPresent(to, from.id)) throw new TelegramError(400, 'USER_NOT_PARTICIPANT');
    const action = readTyping(request.action);
    const about = { chatId: to.id, fromId: from.id, topicId: request.topMsgId, action };
    if (to.kind !== 'channel') announce(call.world, { kind: 'chatTyping', ...about });
    return true;
  }
  if (to.id !== from.id && !to.blocked.has(from.id)) {
    const action = readTyping(request.action);
    announce(call.world, { kind: 'typing', viewerId: to.id, fromId: from.id, action });
  }
  return true;
}
