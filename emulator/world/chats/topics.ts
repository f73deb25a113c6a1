import { countBelow } from '../messages/box.ts';
import { boxOf } from '../messages/box-of.ts';
import type { Copy } from '../messages/message.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import { channelIds } from './channel-box.ts';
import { type Chat, GENERAL_TOPIC, type Topic } from './chat.ts';
import { deletePosts } from './delete-posts.ts';
import { hasRight, requireAllowed, requirePresent, requireRight } from './member-of.ts';
import { postService } from './post-message.ts';

/** Telegram's own colours for topics; others are refused. */
const COLORS = [0x6fb9f0, 0xffd67e, 0xcb86db, 0x8eee98, 0xff93b2, 0xfb6f5f];
const LONGEST_TITLE = 128;
const MOST_PINNED = 5;

/** What may be changed about a topic. */
export type TopicChange = {
  title?: string | undefined;
  iconEmojiId?: bigint | undefined;
  closed?: boolean | undefined;
  hidden?: boolean | undefined;
};

/** The topic of all that stands in none; a supergroup keeps it ready for the day it becomes a forum. */
export function beginGeneralTopic(world: World, chat: Chat, forum: boolean): void {
  chat.forum = forum;
  chat.topics.set(GENERAL_TOPIC, {
    id: GENERAL_TOPIC,
    title: 'General',
    iconColor: COLORS[0] ?? 0,
    creatorId: chat.creatorId,
    date: chat.date,
    closed: false,
    hidden: false,
    pinned: false,
    ids: [...channelIds(world, chat.id)],
    read: new Map(),
  });
}

/** Makes a supergroup a forum, or a plain one again. @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED, CHAT_DISCUSSION_UNALLOWED */
export function setForum(
  world: World,
  actor: User,
  chat: Chat,
  on: boolean,
  session?: string,
): void {
  if (chat.kind !== 'supergroup') throw new TelegramError(400, 'CHANNEL_INVALID');
  requireRight(world, chat, actor.id, 'changeInfo');
  if (chat.linkedChatId !== undefined) throw new TelegramError(400, 'CHAT_DISCUSSION_UNALLOWED');
  if (chat.forum === on) throw new TelegramError(400, 'CHAT_NOT_MODIFIED');
  chat.forum = on;
  announce(world, { kind: 'chat', chatId: chat.id, session });
}

/** @throws TelegramError CHANNEL_FORUM_MISSING */
export function requireForum(chat: Chat): void {
  if (!chat.forum) throw new TelegramError(400, 'CHANNEL_FORUM_MISSING');
}

/** @throws TelegramError TOPIC_ID_INVALID */
export function getTopic(chat: Chat, id: number): Topic {
  const topic = chat.topics.get(id);
  if (!topic) throw new TelegramError(400, 'TOPIC_ID_INVALID');
  return topic;
}

/**
 * Begins a topic.
 *
 * @param iconColor  one of Telegram's six; the first when absent
 * @returns the service message that begins it, whose number is the topic's
 * @throws TelegramError CHANNEL_FORUM_MISSING, TOPIC_TITLE_EMPTY, CHAT_ADMIN_REQUIRED
 */
export function createTopic(
  world: World,
  actor: User,
  chat: Chat,
  wanted: {
    title: string;
    iconColor?: number | undefined;
    iconEmojiId?: bigint | undefined;
    randomId?: bigint | undefined;
  },
  session?: string,
): Copy {
  requireForum(chat);
  requireAllowed(world, chat, actor.id, 'manageTopics');
  const title = cleanTitle(wanted.title);
  const { iconEmojiId, randomId } = wanted;
  const iconColor = COLORS.includes(wanted.iconColor ?? -1) ? (wanted.iconColor ?? 0) : 0x6fb9f0;
  const id = boxOf(world, chat.id).copies.length + 1;
  const date = world.clock.seconds();
  const flags = { closed: false, hidden: false, pinned: false };
  const about = { id, title, iconColor, iconEmojiId, creatorId: actor.id, date };
  chat.topics.set(id, { ...about, ...flags, ids: [], read: new Map() });
  const service = { kind: 'topicCreated', title, iconColor, iconEmojiId } as const;
  return postService(world, actor.id, chat, service, { topicId: id, randomId }, session);
}

/**
 * Renames, closes, opens or hides a topic; its author may too, but for hiding.
 *
 * @throws TelegramError CHANNEL_FORUM_MISSING, TOPIC_ID_INVALID, CHAT_ADMIN_REQUIRED,
 *   TOPIC_NOT_MODIFIED, TOPIC_TITLE_EMPTY, TOPIC_HIDE_MISSING
 */
export function editTopic(
  world: World,
  actor: User,
  chat: Chat,
  id: number,
  change: TopicChange,
  session?: string,
): void {
  const topic = topicToManage(world, actor, chat, id);
  if (change.hidden !== undefined && id !== GENERAL_TOPIC) {
    throw new TelegramError(400, 'TOPIC_HIDE_MISSING');
  }
  const title = change.title === undefined ? undefined : cleanTitle(change.title);
  const wanted = { ...change, title };
  const changed = Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => value !== undefined && value !== topic[name as keyof TopicChange],
    ),
  ) as TopicChange;
  if (Object.keys(changed).length === 0) throw new TelegramError(400, 'TOPIC_NOT_MODIFIED');
  Object.assign(topic, changed);
  const service = { kind: 'topicChanged', ...changed } as const;
  const topicId = id === GENERAL_TOPIC ? undefined : id;
  postService(world, actor.id, chat, service, { topicId }, session);
}

/** Pins a topic or takes it down. @throws TelegramError CHAT_ADMIN_REQUIRED, TOPIC_ID_INVALID, PINNED_TOO_MUCH, PINNED_TOPIC_NOT_MODIFIED */
export function pinTopic(
  world: World,
  actor: User,
  chat: Chat,
  id: number,
  pinned: boolean,
  session?: string,
): void {
  requireForum(chat);
  requireRight(world, chat, actor.id, 'manageTopics');
  const topic = getTopic(chat, id);
  if (topic.pinned === pinned) throw new TelegramError(400, 'PINNED_TOPIC_NOT_MODIFIED');
  const others = [...chat.topics.values()].filter((other) => other.pinned).length;
  if (pinned && others >= MOST_PINNED) throw new TelegramError(400, 'PINNED_TOO_MUCH');
  topic.pinned = pinned;
  announce(world, { kind: 'topicPinned', chatId: chat.id, topicId: id, session });
}

/**
 * Deletes a topic with all its messages.
 *
 * @returns the chat's `pts` and how much it moved
 * @throws TelegramError CHANNEL_FORUM_MISSING, TOPIC_ID_INVALID, CHAT_ADMIN_REQUIRED
 */
export function deleteTopic(
  world: World,
  actor: User,
  chat: Chat,
  id: number,
  session?: string,
): { pts: number; ptsCount: number } {
  requireForum(chat);
  const topic = getTopic(chat, id);
  if (id === GENERAL_TOPIC) throw new TelegramError(400, 'TOPIC_ID_INVALID');
  requireRight(world, chat, actor.id, 'deleteMessages');
  const ids = [...topic.ids];
  chat.topics.delete(id);
  return deletePosts(world, actor, chat, ids, session);
}

/** Whether a member has read a topic up to a message; later marks win. */
export function readTopic(
  world: World,
  userId: number,
  chat: Chat,
  id: number,
  maxId: number,
): void {
  requirePresent(world, chat, userId);
  const topic = getTopic(chat, id);
  const last = Math.min(maxId, topic.ids.at(-1) ?? 0);
  if ((topic.read.get(userId) ?? 0) < last) topic.read.set(userId, last);
}

/** Messages of others in a topic that somebody hasn't read. */
export function unreadInTopic(world: World, userId: number, chat: Chat, topic: Topic): number {
  const { copies } = boxOf(world, chat.id);
  let unread = 0;
  for (
    let i = countBelow(topic.ids, (topic.read.get(userId) ?? 0) + 1);
    i < topic.ids.length;
    i++
  ) {
    if (copies[(topic.ids[i] ?? 0) - 1]?.message.fromId !== userId) unread++;
  }
  return unread;
}

function topicToManage(world: World, actor: User, chat: Chat, id: number): Topic {
  requireForum(chat);
  requirePresent(world, chat, actor.id);
  const topic = getTopic(chat, id);
  const author = topic.creatorId === actor.id && id !== GENERAL_TOPIC;
  if (!author && !hasRight(world, chat, actor.id, 'manageTopics')) {
    throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  }
  return topic;
}

function cleanTitle(title: string): string {
  const clean = title.trim().slice(0, LONGEST_TITLE);
  if (clean === '') throw new TelegramError(400, 'TOPIC_TITLE_EMPTY');
  return clean;
}
