import type { Chat } from '../chats/chat.ts';
import { postMessage } from '../chats/post-message.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Copy } from './message.ts';
import { type Draft, sendMessage } from './send-message.ts';

/** Somebody or something that can be written to. */
export type Peer = User | Chat;

export const isChat = (peer: Peer): peer is Chat => 'kind' in peer;

/** Sends a message to a person or into a chat. @throws TelegramError see `sendMessage` and `postMessage` */
export function sendTo(
  world: World,
  from: User,
  to: Peer,
  draft: Draft & { topicId?: number | undefined },
  session?: string,
): Copy {
  return isChat(to)
    ? postMessage(world, from, to, draft, session)
    : sendMessage(world, from, to, draft, session);
}
