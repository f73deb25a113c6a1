import { boxOf } from '../messages/box-of.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { claimUsername } from '../users/username.ts';
import { announce, type World } from '../world.ts';
import type { Chat, ChatKind } from './chat.ts';
import { channelChatId, groupChatId } from './chat-id.ts';
import { checkChatUsername, cleanAbout, cleanTitle } from './chat-texts.ts';
import { type Added, addUsers } from './invite-users.ts';
import { postService } from './post-message.ts';
import { ownerRights } from './rights.ts';
import { placeMember } from './set-member.ts';
import { beginGeneralTopic } from './topics.ts';

/** How many people fit into a chat of each kind, unless it is told otherwise. */
const ROOM = { group: 200, supergroup: 200_000, channel: Number.MAX_SAFE_INTEGER };
const MOST_ADMINS = 50;

export type NewChat = {
  kind: ChatKind;
  title: string;
  about?: string | undefined;
  username?: string | undefined;
  forum?: boolean | undefined;
  users?: readonly User[] | undefined;
};

/**
 * Makes a chat with its owner in it, adds people as far as they let the owner, and writes the first
 * service message.
 *
 * @returns the chat, and those who could not be added
 * @throws TelegramError CHAT_TITLE_EMPTY, CHAT_ABOUT_TOO_LONG, USERNAME_INVALID,
 *   USERNAME_OCCUPIED, USERS_TOO_MUCH, CHANNELS_TOO_MUCH
 */
export function createChat(
  world: World,
  creator: User,
  wanted: NewChat,
  session?: string,
): { chat: Chat; missing: Added['missing'] } {
  const title = cleanTitle(wanted.title);
  const about = cleanAbout(wanted.about ?? '');
  const { kind, username } = wanted;
  const users = (wanted.users ?? []).filter((user) => user.id !== creator.id);
  if (username !== undefined) checkChatUsername(world, undefined, username);
  if (users.length >= ROOM[kind]) throw new TelegramError(400, 'USERS_TOO_MUCH');
  if (kind !== 'group') checkChannelRoom(world, creator);

  const chat = emptyChat(world, creator, { kind, title, about });
  if (username !== undefined) claimUsername(world, chat, username);
  const owner = { status: 'creator', present: true, rights: ownerRights } as const;
  const creatorId = creator.id;
  placeMember(world, chat, {
    ...owner,
    userId: creatorId,
    joinedAt: chat.date,
    inviterId: creatorId,
  });
  if (kind === 'group') {
    const { added, missing } = addUsers(world, creator, chat, users, { quiet: true });
    const userIds = added.map((user) => user.id);
    postService(world, creatorId, chat, { kind: 'groupCreated', title, userIds }, {}, session);
    announce(world, { kind: 'chat', chatId: chat.id, session });
    return { chat, missing };
  }
  postService(world, creatorId, chat, { kind: 'channelCreated', title }, {}, session);
  announce(world, { kind: 'chat', chatId: chat.id, session });
  if (kind === 'supergroup') beginGeneralTopic(world, chat, wanted.forum ?? false);
  const { missing } = addUsers(world, creator, chat, users, { session });
  return { chat, missing };
}

/** A chat with nobody in it. */
export function emptyChat(
  world: World,
  creator: User,
  about: Pick<Chat, 'kind' | 'title' | 'about'>,
): Chat {
  const chat: Chat = {
    ...about,
    id: freeChatId(world, about.kind),
    date: world.clock.seconds(),
    creatorId: creator.id,
    members: new Map(),
    memberCount: 0,
    limits: { members: ROOM[about.kind], admins: MOST_ADMINS },
    defaultBanned: {},
    links: new Map(),
    requests: new Map(),
    joinRequest: false,
    forum: false,
    topics: new Map(),
    slowModeSeconds: 0,
    lastPosts: new Map(),
    participantsHidden: false,
    signatures: false,
    deleted: false,
    version: 1,
  };
  world.chats.set(chat.id, chat);
  return chat;
}

function freeChatId(world: World, kind: ChatKind): number {
  for (;;) {
    const bare = 1_000_000_000 + world.random.int(3_000_000_000);
    const id = kind === 'group' ? groupChatId(bare) : channelChatId(bare);
    if (!world.chats.has(id)) return id;
  }
}

/** @throws TelegramError CHANNELS_TOO_MUCH */
export function checkChannelRoom(world: World, user: User): void {
  if (boxOf(world, user.id).channelDialogs.size >= user.spamLimit.channels) {
    throw new TelegramError(400, 'CHANNELS_TOO_MUCH');
  }
}
