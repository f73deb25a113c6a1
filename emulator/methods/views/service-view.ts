import type { tl } from '@mtcute/core';
import { bareId } from '../../world/chats/chat-id.ts';
import type { ServiceAction } from '../../world/messages/service-action.ts';
import type { World } from '../../world/world.ts';
import { toLong } from './long.ts';
import { photoView } from './media-view.ts';

/** What a service message tells, on the wire. */
export function serviceView(
  world: World,
  viewerId: number,
  action: ServiceAction,
): tl.TypeMessageAction {
  switch (action.kind) {
    case 'groupCreated':
      return { _: 'messageActionChatCreate', title: action.title, users: [...action.userIds] };
    case 'channelCreated':
      return { _: 'messageActionChannelCreate', title: action.title };
    case 'usersAdded':
      return { _: 'messageActionChatAddUser', users: [...action.userIds] };
    case 'userRemoved':
      return { _: 'messageActionChatDeleteUser', userId: action.userId };
    case 'joinedByLink':
      return { _: 'messageActionChatJoinedByLink', inviterId: action.inviterId };
    case 'joinedByRequest':
      return { _: 'messageActionChatJoinedByRequest' };
    case 'titleChanged':
      return { _: 'messageActionChatEditTitle', title: action.title };
    case 'photoChanged':
      return { _: 'messageActionChatEditPhoto', photo: photoView(world, viewerId, action.photo) };
    case 'photoDeleted':
      return { _: 'messageActionChatDeletePhoto' };
    case 'migratedTo':
      return { _: 'messageActionChatMigrateTo', channelId: bareId(action.chatId) };
    case 'migratedFrom':
      return {
        _: 'messageActionChannelMigrateFrom',
        title: action.title,
        chatId: bareId(action.chatId),
      };
    case 'topicCreated':
      return {
        _: 'messageActionTopicCreate',
        title: action.title,
        iconColor: action.iconColor,
        iconEmojiId: action.iconEmojiId === undefined ? undefined : toLong(action.iconEmojiId),
      };
    case 'topicChanged':
      return {
        _: 'messageActionTopicEdit',
        title: action.title,
        iconEmojiId: action.iconEmojiId === undefined ? undefined : toLong(action.iconEmojiId),
        closed: action.closed,
        hidden: action.hidden,
      };
    case 'webAppData':
      return { _: 'messageActionWebViewDataSent', text: action.button };
    case 'paid':
      return {
        _: 'messageActionPaymentSent',
        currency: 'XTR',
        totalAmount: toLong(BigInt(action.invoice.total)),
      };
    case 'refunded':
      return {
        _: 'messageActionPaymentRefunded',
        peer: { _: 'peerUser', userId: action.invoice.botId },
        currency: 'XTR',
        totalAmount: toLong(BigInt(action.invoice.total)),
        charge: { _: 'paymentCharge', id: action.chargeId, providerChargeId: '' },
      };
  }
}

/** Everyone whom a service message names. */
export function peersInService(action: ServiceAction): readonly number[] {
  switch (action.kind) {
    case 'groupCreated':
    case 'usersAdded':
      return action.userIds;
    case 'userRemoved':
      return [action.userId];
    case 'joinedByLink':
      return [action.inviterId];
    case 'migratedTo':
    case 'migratedFrom':
      return [action.chatId];
    default:
      return [];
  }
}
