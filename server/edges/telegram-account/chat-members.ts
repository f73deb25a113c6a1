import { Long, type tl } from '@mtcute/core';
import { inputChannel, isBasicGroup } from './chat-view.ts';
import { type Client, once } from './client.ts';
import { type ChatAddress, type MembersPage, TelegramError } from './port.ts';
import { readPeer } from './read-user.ts';

/** As many as Telegram gives at once. */
const PAGE = 200;

/**
 * A page of the people of a chat, from the `from`-th on. Telegram lists no more than some ten
 * thousand people of a supergroup, and of a channel the latest two hundred.
 * @throws TelegramError not_admin, chat_closed
 */
export async function chatMembers(
  client: Client,
  chat: ChatAddress,
  from: number,
): Promise<MembersPage> {
  if (isBasicGroup(chat)) return groupMembers(client, chat);
  const page = await client.tg.call(
    {
      _: 'channels.getParticipants',
      channel: inputChannel(chat),
      filter: { _: 'channelParticipantsRecent' },
      offset: from,
      limit: PAGE,
      hash: Long.ZERO,
    },
    once,
  );
  if (page._ === 'channels.channelParticipantsNotModified' || page.participants.length === 0)
    return { people: [], bots: 0, deleted: 0, total: 0, next: null };
  const ids = page.participants.flatMap(memberId);
  return {
    ...sortOut(ids, page.users),
    total: page.count,
    next: from + page.participants.length,
  };
}

/** A basic group has two hundred people at most and tells all of them at once. */
async function groupMembers({ tg }: Client, chat: ChatAddress): Promise<MembersPage> {
  const full = await tg.call({ _: 'messages.getFullChat', chatId: -chat.chatId }, once);
  const list = full.fullChat._ === 'chatFull' ? full.fullChat.participants : undefined;
  if (list?._ !== 'chatParticipants')
    throw new TelegramError({ kind: 'chat_closed', code: 'CHAT_ID_INVALID' });
  const ids = list.participants.map((p) => p.userId);
  return { ...sortOut(ids, full.users), total: ids.length, next: null };
}

function memberId(participant: tl.TypeChannelParticipant): number[] {
  const isGone =
    participant._ === 'channelParticipantLeft' ||
    (participant._ === 'channelParticipantBanned' && participant.left);
  if (isGone) return [];
  if ('userId' in participant) return [participant.userId];
  return participant.peer._ === 'peerUser' ? [participant.peer.userId] : [];
}

/** The account itself is nobody to write to. */
function sortOut(
  ids: readonly number[],
  users: readonly tl.TypeUser[],
): Pick<MembersPage, 'people' | 'bots' | 'deleted'> {
  const byId = new Map(users.map((user) => [user.id, user]));
  const sorted = { people: [], bots: 0, deleted: 0 } as Pick<
    MembersPage,
    'people' | 'bots' | 'deleted'
  >;
  for (const id of ids) {
    const user = byId.get(id);
    if (user?._ !== 'user' || user.deleted) sorted.deleted++;
    else if (user.bot) sorted.bots++;
    else if (!user.self && user.accessHash) sorted.people.push(readPeer(user));
  }
  return sorted;
}
