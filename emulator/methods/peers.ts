import type { tl } from '@mtcute/core';
import { accessHash } from '../world/access-hash.ts';
import { boxWith } from '../world/chats/channel-box.ts';
import type { Chat } from '../world/chats/chat.ts';
import { channelChatId, groupChatId } from '../world/chats/chat-id.ts';
import { checkMayView } from '../world/chats/find-chat.ts';
import { copyById } from '../world/messages/box.ts';
import type { Peer } from '../world/messages/send-to.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { User } from '../world/users/user.ts';
import { type Call, caller } from './call.ts';
import { fromLong } from './views/long.ts';
import { peersIn } from './views/message-view.ts';

/**
 * The person or the chat behind an input peer, if the caller knows the right access hash.
 *
 * @throws TelegramError PEER_ID_INVALID, CHANNEL_INVALID; CHAT_ID_INVALID for a group that the caller
 *   was never in
 */
export function peerOf(call: Call, peer: tl.TypeInputPeer): Peer {
  return findChat(call, peer) ?? userOfPeer(call, peer);
}

/** The same for what must be a chat. */
export function chatOfPeer(call: Call, peer: tl.TypeInputPeer): Chat {
  const chat = findChat(call, peer);
  if (!chat) throw new TelegramError(400, 'PEER_ID_INVALID');
  return chat;
}

/** The channel or supergroup behind an input channel. @throws TelegramError CHANNEL_INVALID */
export function channelOf(call: Call, input: tl.TypeInputChannel): Chat {
  const chat = findChat(call, input);
  if (!chat || chat.kind === 'group') throw new TelegramError(400, 'CHANNEL_INVALID');
  return chat;
}

/** The same, if the caller may look into it. @throws TelegramError CHANNEL_INVALID, CHANNEL_PRIVATE */
export function visibleChannelOf(call: Call, input: tl.TypeInputChannel): Chat {
  const chat = channelOf(call, input);
  checkMayView(call.world, chat, caller(call).id);
  return chat;
}

/** A basic group by its number: it has no access hash, but only those who were in it find it. @throws TelegramError CHAT_ID_INVALID */
export function groupOf(call: Call, bare: number): Chat {
  const chat = call.world.chats.get(groupChatId(bare));
  if (!chat?.members.has(caller(call).id)) throw new TelegramError(400, 'CHAT_ID_INVALID');
  return chat;
}

function findChat(call: Call, peer: tl.TypeInputPeer | tl.TypeInputChannel): Chat | undefined {
  switch (peer._) {
    case 'inputPeerChat':
      return groupOf(call, peer.chatId);
    case 'inputPeerChannel':
    case 'inputChannel': {
      const chat = call.world.chats.get(channelChatId(peer.channelId));
      const hash = chat && accessHash(call.world, caller(call).id, chat.id);
      if (fromLong(peer.accessHash) !== hash) throw new TelegramError(400, 'CHANNEL_INVALID');
      return chat;
    }
    case 'inputPeerChannelFromMessage':
    case 'inputChannelFromMessage': {
      const chatId = channelChatId(peer.channelId);
      if (!isNamed(call, peer, chatId)) throw new TelegramError(400, 'CHANNEL_INVALID');
      return call.world.chats.get(chatId);
    }
    default:
      return undefined;
  }
}

/** Whether a message that the caller can see names somebody. */
function isNamed(
  call: Call,
  place: { peer: tl.TypeInputPeer; msgId: number },
  id: number,
): boolean {
  const where = peerOf(call, place.peer);
  if ('kind' in where) checkMayView(call.world, where, caller(call).id);
  const copy = copyById(boxWith(call.world, caller(call).id, where.id), place.msgId);
  return copy?.chatId === where.id && peersIn([copy]).has(id);
}

/**
 * The user behind an input peer, if the caller knows the right access hash.
 *
 * @throws TelegramError PEER_ID_INVALID
 */
export function userOfPeer(call: Call, peer: tl.TypeInputPeer): User {
  const user = findUser(call, peer);
  if (!user) throw new TelegramError(400, 'PEER_ID_INVALID');
  return user;
}

/** The same for an input user. @throws TelegramError USER_ID_INVALID */
export function userOfInput(call: Call, input: tl.TypeInputUser): User {
  const user = findUser(call, input);
  if (!user) throw new TelegramError(400, 'USER_ID_INVALID');
  return user;
}

function findUser(call: Call, peer: tl.TypeInputPeer | tl.TypeInputUser): User | undefined {
  const self = caller(call);
  switch (peer._) {
    case 'inputPeerSelf':
    case 'inputUserSelf':
      return self;
    case 'inputPeerUser':
    case 'inputUser': {
      const hash = accessHash(call.world, self.id, peer.userId);
      if (peer.userId !== self.id && fromLong(peer.accessHash) !== hash) return undefined;
      return call.world.users.get(peer.userId);
    }
    case 'inputPeerUserFromMessage':
    case 'inputUserFromMessage': {
      return isNamed(call, peer, peer.userId) ? call.world.users.get(peer.userId) : undefined;
    }
    default:
      return undefined;
  }
}
