import type { tl } from '@mtcute/core';
import { channelIds } from '../../world/chats/channel-box.ts';
import { deletePosts } from '../../world/chats/delete-posts.ts';
import { requireRight } from '../../world/chats/member-of.ts';
import { readChannel } from '../../world/chats/read-channel.ts';
import { readTopic } from '../../world/chats/topics.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { type Call, caller } from '../call.ts';
import { channelOf, chatOfPeer, peerOf, visibleChannelOf } from '../peers.ts';

/** @throws TelegramError CHANNEL_INVALID, CHANNEL_PRIVATE */
export function readChannelHistory(
  call: Call,
  request: tl.channels.RawReadHistoryRequest,
): boolean {
  const chat = visibleChannelOf(call, request.channel);
  return readChannel(call.world, caller(call).id, chat, request.maxId, call.session);
}

/** Voice messages of channels keep no mark of having been played. */
export function readChannelContents(
  call: Call,
  request: tl.channels.RawReadMessageContentsRequest,
): boolean {
  visibleChannelOf(call, request.channel);
  return true;
}

/** Marks a topic as read. @throws TelegramError TOPIC_ID_INVALID */
export function readDiscussion(call: Call, request: tl.messages.RawReadDiscussionRequest): boolean {
  const chat = chatOfPeer(call, request.peer);
  readTopic(call.world, caller(call).id, chat, request.msgId, request.readMaxId);
  return true;
}

/** @throws TelegramError MESSAGE_DELETE_FORBIDDEN */
export function deleteChannelMessages(
  call: Call,
  request: tl.channels.RawDeleteMessagesRequest,
): tl.messages.RawAffectedMessages {
  const chat = channelOf(call, request.channel);
  const done = deletePosts(call.world, caller(call), chat, request.id, call.session);
  return { _: 'messages.affectedMessages', ...done };
}

/** Deletes all that somebody wrote. @throws TelegramError CHAT_ADMIN_REQUIRED */
export function deleteParticipantHistory(
  call: Call,
  request: tl.channels.RawDeleteParticipantHistoryRequest,
): tl.messages.RawAffectedHistory {
  const chat = channelOf(call, request.channel);
  const author = peerOf(call, request.participant);
  requireRight(call.world, chat, caller(call).id, 'deleteMessages');
  const { copies } = boxOf(call.world, chat.id);
  const ids = channelIds(call.world, chat.id).filter((id) => {
    const message = copies[id - 1]?.message;
    return message?.fromId === author.id && !message.service;
  });
  const done = deletePosts(call.world, caller(call), chat, ids, call.session);
  return { _: 'messages.affectedHistory', ...done, offset: 0 };
}
