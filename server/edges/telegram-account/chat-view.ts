import { Long, type tl } from '@mtcute/core';
import { type AccountChat, type AdminChat, type ChatAddress, TelegramError } from './port.ts';
import { cleanText } from './read-user.ts';

/** Supergroups and channels stand below this number in the Bot API's way of counting. */
const CHANNEL_BASE = -1_000_000_000_000;

/** What an account sees of a chat; undefined for one that is closed to it or gone. */
export function viewChat(chat: tl.TypeChat): AccountChat | undefined {
  if (chat._ === 'chat') return chat.deactivated ? undefined : viewGroup(chat);
  return chat._ === 'channel' ? viewChannel(chat) : undefined;
}

function viewGroup(chat: tl.RawChat): AccountChat {
  return {
    chatId: -chat.id,
    accessHash: null,
    kind: 'group',
    title: cleanText(chat.title),
    username: null,
    members: chat.participantsCount,
    place: placeIn(chat),
    mayInvite: mayInvite(chat),
  };
}

function viewChannel(chat: tl.RawChannel): AccountChat {
  const username = chat.username ?? chat.usernames?.find((u) => u.active)?.username;
  return {
    chatId: CHANNEL_BASE - chat.id,
    accessHash: chat.accessHash?.toString() ?? null,
    kind: chat.megagroup || chat.gigagroup ? 'supergroup' : 'channel',
    title: cleanText(chat.title),
    username: username?.toLowerCase() ?? null,
    members: chat.participantsCount ?? null,
    place: placeIn(chat),
    mayInvite: mayInvite(chat),
  };
}

type Membership = Pick<tl.RawChannel, 'creator' | 'left' | 'adminRights'>;

function placeIn({ creator, left, adminRights }: Membership): AccountChat['place'] {
  if (left) return 'outside';
  if (creator) return 'creator';
  return adminRights ? 'admin' : 'member';
}

function mayInvite({ creator, left, adminRights }: Membership): boolean {
  return !left && (creator === true || adminRights?.inviteUsers === true);
}

export function isAdministered(chat: AccountChat): chat is AdminChat {
  return chat.place === 'creator' || chat.place === 'admin';
}

/** @throws TelegramError chat_closed when it is a basic group, or lacks its access hash */
export function inputChannel({ chatId, accessHash }: ChatAddress): tl.RawInputChannel {
  if (accessHash === null || chatId > CHANNEL_BASE)
    throw new TelegramError({ kind: 'chat_closed', code: 'CHANNEL_INVALID' });
  return {
    _: 'inputChannel',
    channelId: CHANNEL_BASE - chatId,
    accessHash: Long.fromString(accessHash),
  };
}

export function inputPeerOf(chat: ChatAddress): tl.RawInputPeerChat | tl.RawInputPeerChannel {
  if (isBasicGroup(chat)) return { _: 'inputPeerChat', chatId: -chat.chatId };
  return { ...inputChannel(chat), _: 'inputPeerChannel' };
}

export function isBasicGroup({ chatId }: ChatAddress): boolean {
  return chatId > CHANNEL_BASE;
}
