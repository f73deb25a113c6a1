import type { tl } from '@mtcute/core';
import type { Chat } from '../../world/chats/chat.ts';
import { bareId, isChannelId } from '../../world/chats/chat-id.ts';
import { unreadOf } from '../../world/chats/read-channel.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import type { WorldEvent } from '../../world/world-event.ts';
import { groupParticipantsView } from './participant-view.ts';
import { peerView } from './peer-view.ts';
import { typingView } from './typing-view.ts';

/** What happened about a chat, other than messages, as its viewer is told; undefined for nothing. */
export function chatUpdate(
  world: World,
  viewer: User,
  event: WorldEvent,
): tl.TypeUpdate | undefined {
  const chat = 'chatId' in event ? world.chats.get(event.chatId) : undefined;
  if (!chat) return undefined;
  const channelId = bareId(chat.id);
  switch (event.kind) {
    case 'chat':
      return isChannelId(chat.id)
        ? { _: 'updateChannel', channelId }
        : {
            _: 'updateChatParticipants',
            participants: groupParticipantsView(world, viewer, chat),
          };
    case 'chatTyping':
      return typingUpdate(chat, event);
    case 'channelRead':
      if (event.side === 'outbox') {
        return { _: 'updateReadChannelOutbox', channelId, maxId: event.maxId };
      }
      return {
        _: 'updateReadChannelInbox',
        channelId,
        maxId: event.maxId,
        stillUnreadCount: unreadOf(world, viewer.id, chat),
        pts: boxOf(world, chat.id).pts,
      };
    case 'topicPinned': {
      const { topicId } = event;
      const pinned = chat.topics.get(topicId)?.pinned;
      return { _: 'updateChannelPinnedTopic', channelId, topicId, pinned };
    }
    case 'joinRequest':
      return {
        _: 'updatePendingJoinRequests',
        peer: peerView(chat.id),
        requestsPending: chat.requests.size,
        recentRequesters: recentRequesters(chat),
      };
    default:
      return undefined;
  }
}

/** The latest people who ask to be let in, as many as apps show. */
export const recentRequesters = (chat: Chat): number[] => [...chat.requests.keys()].slice(-10);

/** Everyone and every chat that the update names. */
export function peersInChatEvent(world: World, event: WorldEvent): number[] {
  const chat = 'chatId' in event ? world.chats.get(event.chatId) : undefined;
  if (!chat) return [];
  if (event.kind === 'chat' && chat.kind === 'group') return [chat.id, ...chat.members.keys()];
  if (event.kind === 'joinRequest') return [chat.id, ...recentRequesters(chat)];
  return event.kind === 'chatTyping' ? [chat.id, event.fromId] : [chat.id];
}

function typingUpdate(
  chat: Chat,
  event: Extract<WorldEvent, { kind: 'chatTyping' }>,
): tl.TypeUpdate {
  const fromId = peerView(event.fromId);
  const action = typingView(event.action);
  if (!isChannelId(chat.id)) {
    return { _: 'updateChatUserTyping', chatId: bareId(chat.id), fromId, action };
  }
  const { topicId: topMsgId } = event;
  return { _: 'updateChannelUserTyping', channelId: bareId(chat.id), topMsgId, fromId, action };
}
