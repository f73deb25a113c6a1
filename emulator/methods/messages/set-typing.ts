import type { tl } from '@mtcute/core';
import { announce } from '../../world/world.ts';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';
import { readTyping } from '../views/typing-view.ts';

/** Shows the other side what one is doing, unless they blocked one. @throws TelegramError PEER_ID_INVALID */
export function setTyping(call: Call, request: tl.messages.RawSetTypingRequest): boolean {
  const from = caller(call);
  const to = userOfPeer(call, request.peer);
  if (to.id !== from.id && !to.blocked.has(from.id)) {
    const action = readTyping(request.action);
    announce(call.world, { kind: 'typing', viewerId: to.id, fromId: from.id, action });
  }
  return true;
}
