import type { Long, tl } from '@mtcute/core';
import { type Chat, GENERAL_TOPIC, type Topic } from '../../world/chats/chat.ts';
import { checkMayView } from '../../world/chats/find-chat.ts';
import {
  createTopic,
  deleteTopic,
  editTopic,
  pinTopic,
  requireForum,
  unreadInTopic,
} from '../../world/chats/topics.ts';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { answerUpdates } from '../answer-updates.ts';
import { type Call, caller } from '../call.ts';
import { chatOfPeer } from '../peers.ts';
import { chatViews } from '../views/chat-view.ts';
import { fromLong, toLong } from '../views/long.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { peerView } from '../views/peer-view.ts';
import { userViews } from '../views/user-view.ts';

const LARGEST_PAGE = 100;

/** Newer layers name a forum by a peer, older ones by a channel. */
type Place = { peer: tl.TypeInputPeer } | { channel: tl.TypeInputChannel };

/** @throws TelegramError CHANNEL_INVALID, CHANNEL_PRIVATE, CHANNEL_FORUM_MISSING */
function forumOf(call: Call, place: Place): Chat {
  const chat = chatOfPeer(call, 'peer' in place ? place.peer : asPeer(place.channel));
  checkMayView(call.world, chat, caller(call).id);
  requireForum(chat);
  return chat;
}

function asPeer(channel: tl.TypeInputChannel): tl.TypeInputPeer {
  switch (channel._) {
    case 'inputChannel':
      return { ...channel, _: 'inputPeerChannel' };
    case 'inputChannelFromMessage':
      return { ...channel, _: 'inputPeerChannelFromMessage' };
    case 'inputChannelEmpty':
      return { _: 'inputPeerEmpty' };
  }
}

/** @throws TelegramError those of the world's `createTopic` */
export function createForumTopic(
  call: Call,
  request: Place & {
    title: string;
    iconColor?: number | undefined;
    iconEmojiId?: Long | undefined;
    randomId: Long;
  },
): tl.RawUpdates {
  const chat = forumOf(call, request);
  const { title, iconColor, iconEmojiId } = request;
  const wanted = {
    title,
    iconColor,
    iconEmojiId: iconEmojiId && fromLong(iconEmojiId),
    randomId: fromLong(request.randomId),
  };
  const operation = () => void createTopic(call.world, caller(call), chat, wanted, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

/** @throws TelegramError those of the world's `editTopic` */
export function editForumTopic(
  call: Call,
  request: Place & {
    topicId: number;
    title?: string | undefined;
    iconEmojiId?: Long | undefined;
    closed?: boolean | undefined;
    hidden?: boolean | undefined;
  },
): tl.RawUpdates {
  const chat = forumOf(call, request);
  const { topicId, title, iconEmojiId, closed, hidden } = request;
  const change = { title, iconEmojiId: iconEmojiId && fromLong(iconEmojiId), closed, hidden };
  const operation = () => editTopic(call.world, caller(call), chat, topicId, change, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

export function updatePinnedForumTopic(
  call: Call,
  request: Place & { topicId: number; pinned: boolean },
): tl.RawUpdates {
  const chat = forumOf(call, request);
  const { topicId, pinned } = request;
  const operation = () => pinTopic(call.world, caller(call), chat, topicId, pinned, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

/** Deletes a topic with its messages. @throws TelegramError those of the world's `deleteTopic` */
export function deleteTopicHistory(
  call: Call,
  request: Place & { topMsgId: number },
): tl.messages.RawAffectedHistory {
  const chat = forumOf(call, request);
  const done = deleteTopic(call.world, caller(call), chat, request.topMsgId, call.session);
  return { _: 'messages.affectedHistory', ...done, offset: 0 };
}

/** A page of the topics: the pinned first, then by the latest message. */
export function getForumTopics(
  call: Call,
  request: Place & {
    q?: string | undefined;
    offsetDate: number;
    offsetId: number;
    offsetTopic: number;
    limit: number;
  },
): tl.messages.RawForumTopics {
  const chat = forumOf(call, request);
  const words = request.q?.trim().toLowerCase() ?? '';
  const all = [...chat.topics.values()]
    .filter((topic) => topic.title.toLowerCase().includes(words))
    .sort((a, b) => Number(b.pinned) - Number(a.pinned) || lastOf(b) - lastOf(a));
  const from = all.findIndex(({ id }) => id === request.offsetTopic) + 1;
  const limit = Math.min(request.limit || LARGEST_PAGE, LARGEST_PAGE);
  return topicsView(call, chat, all.slice(from, from + limit), all.length);
}

/** Certain topics; those that aren't there come as deleted. */
export function getForumTopicsById(
  call: Call,
  request: Place & { topics: number[] },
): tl.messages.RawForumTopics {
  const chat = forumOf(call, request);
  const found = request.topics.map((id) => chat.topics.get(id) ?? id);
  return topicsView(call, chat, found, found.length);
}

const lastOf = (topic: Topic) => topic.ids.at(-1) ?? topic.id;

function topicsView(
  call: Call,
  chat: Chat,
  topics: readonly (Topic | number)[],
  count: number,
): tl.messages.RawForumTopics {
  const { world } = call;
  const self = caller(call);
  const box = boxOf(world, chat.id);
  const found = topics.filter((topic) => typeof topic !== 'number');
  const copies = found.flatMap((topic) => copyById(box, lastOf(topic)) ?? []);
  const peers = peersIn(copies);
  peers.add(chat.id);
  for (const { creatorId } of found) peers.add(creatorId);
  return {
    _: 'messages.forumTopics',
    count,
    topics: topics.map((topic) =>
      typeof topic === 'number'
        ? { _: 'forumTopicDeleted', id: topic }
        : topicView(call, chat, topic),
    ),
    messages: copies.map((copy) => messageView(world, copy, self.id)),
    chats: chatViews(world, self, peers),
    users: userViews(world, self, peers),
    pts: box.pts,
  };
}

function topicView(call: Call, chat: Chat, topic: Topic): tl.RawForumTopic {
  const self = caller(call);
  return {
    _: 'forumTopic',
    id: topic.id,
    date: topic.date,
    peer: peerView(chat.id),
    title: topic.title,
    iconColor: topic.iconColor,
    iconEmojiId: topic.iconEmojiId === undefined ? undefined : toLong(topic.iconEmojiId),
    my: topic.creatorId === self.id && topic.id !== GENERAL_TOPIC,
    closed: topic.closed,
    hidden: topic.hidden,
    pinned: topic.pinned,
    topMessage: lastOf(topic),
    readInboxMaxId: topic.read.get(self.id) ?? 0,
    readOutboxMaxId: 0,
    unreadCount: unreadInTopic(call.world, self.id, chat, topic),
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    unreadPollVotesCount: 0,
    fromId: peerView(topic.creatorId),
    notifySettings: { _: 'peerNotifySettings' },
  };
}
