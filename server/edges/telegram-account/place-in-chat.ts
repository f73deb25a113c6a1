import { Long, type tl } from '@mtcute/core';
import { inputChannel, isBasicGroup } from './chat-view.ts';
import { type Client, once } from './client.ts';
import { type ChatAddress, type Peer, type PlaceInChat, TelegramError } from './port.ts';

type Person = Pick<Peer, 'userId' | 'accessHash'>;

/** Where a person stands to a chat. @throws TelegramError not_admin, chat_closed, peer_not_found */
export function placeInChat(
  client: Client,
  chat: ChatAddress,
  person: Person,
): Promise<PlaceInChat> {
  return isBasicGroup(chat) ? placeInGroup(client, chat, person) : placeOf(client, chat, person);
}

/** A basic group is small: it tells everybody who is in it, and nobody else. */
async function placeInGroup(
  { tg }: Client,
  chat: ChatAddress,
  { userId }: Person,
): Promise<PlaceInChat> {
  const full = await tg.call({ _: 'messages.getFullChat', chatId: -chat.chatId }, once);
  const list = full.fullChat._ === 'chatFull' ? full.fullChat.participants : undefined;
  if (list?._ !== 'chatParticipants')
    throw new TelegramError({ kind: 'chat_closed', code: 'CHAT_ID_INVALID' });
  return list.participants.some((p) => p.userId === userId) ? 'inside' : 'outside';
}

async function placeOf(
  { tg }: Client,
  chat: ChatAddress,
  { userId, accessHash }: Person,
): Promise<PlaceInChat> {
  const participant: tl.RawInputPeerUser = {
    _: 'inputPeerUser',
    userId,
    accessHash: Long.fromString(accessHash),
  };
  const found = await tg
    .call({ _: 'channels.getParticipant', channel: inputChannel(chat), participant }, once)
    .catch((error: { text?: string }) => {
      if (error.text === 'USER_NOT_PARTICIPANT') return undefined;
      throw error;
    });
  if (!found || found.participant._ === 'channelParticipantLeft') return 'outside';
  if (found.participant._ !== 'channelParticipantBanned') return 'inside';
  // Restrictions stay with somebody who left; whoever may not even look was thrown out.
  if (found.participant.bannedRights.viewMessages) return 'banned';
  return found.participant.left ? 'outside' : 'inside';
}
