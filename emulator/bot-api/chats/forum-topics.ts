import type { ForumTopic, Sticker } from 'grammy/types';
import { type Chat, GENERAL_TOPIC } from '../../world/chats/chat.ts';
import { createTopic, deleteTopic, editTopic, type TopicChange } from '../../world/chats/topics.ts';
import { integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findSupergroup } from './find-chat.ts';

/** Begins a topic (https://core.telegram.org/bots/api#createforumtopic). */
export function createForumTopic(call: BotCall): ForumTopic {
  const { args, self, world } = call;
  const chat = findForum(call);
  const title = textOf(args, 'name');
  if (title.trim() === '') throw badRequest('topic name must be non-empty');
  const { id } = createTopic(world, self, chat, {
    title,
    iconColor: integerOf(args, 'icon_color', -1),
    iconEmojiId: iconOf(call),
  });
  const topic = chat.topics.get(id);
  return {
    message_thread_id: id,
    name: topic?.title ?? title,
    icon_color: (topic?.iconColor ?? 0) as ForumTopic['icon_color'],
    icon_custom_emoji_id: topic?.iconEmojiId?.toString(),
  };
}

/** Renames a topic or changes its icon. */
export function editForumTopic(call: BotCall): true {
  const title = textOf(call.args, 'name');
  return change(call, { title: title || undefined, iconEmojiId: iconOf(call) });
}

export const closeForumTopic = (call: BotCall) => change(call, { closed: true });
export const reopenForumTopic = (call: BotCall) => change(call, { closed: false });

/** The same for the topic that every forum has. */
export const editGeneralForumTopic = (call: BotCall) =>
  change(call, { title: textOf(call.args, 'name') }, GENERAL_TOPIC);
export const closeGeneralForumTopic = (call: BotCall) =>
  change(call, { closed: true }, GENERAL_TOPIC);
export const reopenGeneralForumTopic = (call: BotCall) =>
  change(call, { closed: false }, GENERAL_TOPIC);
export const hideGeneralForumTopic = (call: BotCall) =>
  change(call, { hidden: true }, GENERAL_TOPIC);
export const unhideGeneralForumTopic = (call: BotCall) =>
  change(call, { hidden: false }, GENERAL_TOPIC);

/** Deletes a topic with its messages. */
export function deleteForumTopic(call: BotCall): true {
  deleteTopic(call.world, call.self, findForum(call), topicOf(call));
  return true;
}

/** Custom emoji that anyone may use for a topic: the box has none. */
export const getForumTopicIconStickers = (): Sticker[] => [];

function change(call: BotCall, wanted: TopicChange, topicId = topicOf(call)): true {
  editTopic(call.world, call.self, findForum(call), topicId, wanted);
  return true;
}

function findForum(call: BotCall): Chat {
  const chat = findSupergroup(call);
  if (!chat.forum) throw badRequest('the chat is not a forum');
  return chat;
}

function topicOf({ args }: BotCall): number {
  const topicId = integerOf(args, 'message_thread_id', 0);
  if (topicId <= 0) throw badRequest('invalid message thread identifier specified');
  return topicId;
}

function iconOf({ args }: BotCall): bigint | undefined {
  const text = textOf(args, 'icon_custom_emoji_id');
  if (text === '') return undefined;
  if (!/^\d{1,19}$/.test(text)) throw badRequest('invalid custom emoji identifier specified');
  return BigInt(text);
}
