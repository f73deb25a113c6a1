import type { tl } from '@mtcute/core';
import type { Chat, Member } from '../../world/chats/chat.ts';
import { isAdmin, memberOf, presentMembers } from '../../world/chats/member-of.ts';
import { isChat } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { type Call, caller } from '../call.ts';
import { peerOf, visibleChannelOf } from '../peers.ts';
import { chatViews } from '../views/chat-view.ts';
import { participantView } from '../views/participant-view.ts';
import { userViews } from '../views/user-view.ts';

const LARGEST_PAGE = 200;
/** Of a large chat Telegram lists no more than this, whoever asks. */
const MOST_LISTED = 10_000;

/**
 * A page of the people of a channel or supergroup
 * (https://core.telegram.org/method/channels.getParticipants).
 *
 * @throws TelegramError CHANNEL_PRIVATE; CHAT_ADMIN_REQUIRED for a channel's members, a hidden list,
 *   or those who are banned, to who is no administrator
 */
export function getParticipants(
  call: Call,
  request: tl.channels.RawGetParticipantsRequest,
): tl.channels.RawChannelParticipants {
  const { world } = call;
  const self = caller(call);
  const chat = visibleChannelOf(call, request.channel);
  checkMaySee(world, self, chat, request.filter);
  const all = chosenMembers(world, self, chat, request.filter);
  const from = Math.max(0, request.offset);
  const limit = Math.min(Math.max(0, request.limit), LARGEST_PAGE);
  const page = all.slice(from, Math.min(from + limit, MOST_LISTED));
  const ids = page.flatMap(peersOf);
  return {
    _: 'channels.channelParticipants',
    count: all.length,
    participants: page.map((member) => participantView(self, chat, member)),
    chats: chatViews(world, self, [chat.id]),
    users: userViews(world, self, ids),
  };
}

function checkMaySee(
  world: World,
  self: User,
  chat: Chat,
  filter: tl.TypeChannelParticipantsFilter,
): void {
  if (isAdmin(world, chat, self.id)) return;
  const banned =
    filter._ === 'channelParticipantsKicked' || filter._ === 'channelParticipantsBanned';
  const admins = filter._ === 'channelParticipantsAdmins' || filter._ === 'channelParticipantsBots';
  const closed = chat.kind === 'channel' || (chat.participantsHidden && !admins);
  if (banned || closed) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
}

function chosenMembers(
  world: World,
  self: User,
  chat: Chat,
  filter: tl.TypeChannelParticipantsFilter,
): Member[] {
  const named = 'q' in filter ? nameMatcher(world, filter.q ?? '') : () => true;
  const present = () => [...presentMembers(world, chat)];
  switch (filter._) {
    case 'channelParticipantsAdmins':
      return present().filter(({ status }) => status === 'creator' || status === 'admin');
    case 'channelParticipantsKicked':
      return everMembers(world, chat).filter(
        (member) => member.status === 'kicked' && named(member),
      );
    case 'channelParticipantsBanned':
      return everMembers(world, chat).filter(
        (member) => member.status === 'restricted' && named(member),
      );
    case 'channelParticipantsBots':
      return present().filter(({ userId }) => world.users.get(userId)?.bot);
    case 'channelParticipantsContacts':
      return present().filter((member) => self.contacts.has(member.userId) && named(member));
    default:
      return filter._ === 'channelParticipantsRecent' ? present() : present().filter(named);
  }
}

const everMembers = (world: World, chat: Chat) =>
  [...chat.members.keys()].flatMap((id) => memberOf(world, chat, id) ?? []);

/** Whether a name or a username has a word that begins so. */
function nameMatcher(world: World, query: string): (member: Member) => boolean {
  const wanted = query.trim().toLowerCase().replace(/^@/, '');
  return ({ userId }) => {
    if (wanted === '') return true;
    const user = world.users.get(userId);
    const name = `${user?.firstName ?? ''} ${user?.lastName ?? ''} ${user?.username ?? ''}`;
    return ` ${name.toLowerCase()}`.includes(` ${wanted}`);
  };
}

const peersOf = (member: Member) => [
  member.userId,
  member.inviterId,
  ...(member.promotedBy === undefined ? [] : [member.promotedBy]),
  ...(member.banned ? [member.banned.by] : []),
];

/** One person's place. @throws TelegramError USER_NOT_PARTICIPANT, PARTICIPANT_ID_INVALID, CHANNEL_PRIVATE */
export function getParticipant(
  call: Call,
  request: tl.channels.RawGetParticipantRequest,
): tl.channels.RawChannelParticipant {
  const { world } = call;
  const self = caller(call);
  const chat = visibleChannelOf(call, request.channel);
  const user = peerOf(call, request.participant);
  if (isChat(user)) throw new TelegramError(400, 'PARTICIPANT_ID_INVALID');
  const member = memberOf(world, chat, user.id);
  if (user.id !== self.id && chat.kind === 'channel' && !isAdmin(world, chat, self.id)) {
    throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  }
  const gone = !member?.present && member?.status !== 'kicked' && member?.status !== 'restricted';
  if (!member || gone) throw new TelegramError(400, 'USER_NOT_PARTICIPANT');
  return {
    _: 'channels.channelParticipant',
    participant: participantView(self, chat, member),
    chats: chatViews(world, self, [chat.id]),
    users: userViews(world, self, peersOf(member)),
  };
}
