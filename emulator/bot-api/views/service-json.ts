import type { Message } from 'grammy/types';
import type { Message as WorldMessage } from '../../world/messages/message.ts';
import type { ServiceAction } from '../../world/messages/service-action.ts';
import type { World } from '../../world/world.ts';
import { photoJson } from './media-json.ts';
import { userJsonById } from './user-json.ts';

/** What a service message tells, as a bot sees it. */
export function serviceJson(
  world: World,
  { fromId, service }: WorldMessage,
  viewerId: number,
): Partial<Message> {
  return service ? actionJson(world, service, fromId, viewerId) : {};
}

function actionJson(
  world: World,
  action: ServiceAction,
  actorId: number,
  viewerId: number,
): Partial<Message> {
  const user = (id: number) => userJsonById(world, id);
  switch (action.kind) {
    case 'groupCreated':
      return { group_chat_created: true };
    case 'channelCreated':
      return { supergroup_chat_created: true };
    case 'usersAdded':
      return { new_chat_members: action.userIds.map(user) };
    case 'userRemoved':
      return { left_chat_member: user(action.userId) };
    case 'joinedByLink':
    case 'joinedByRequest':
      return { new_chat_members: [user(actorId)] };
    case 'titleChanged':
      return { new_chat_title: action.title };
    case 'photoChanged':
      return { new_chat_photo: photoJson(world, viewerId, action.photo) };
    case 'photoDeleted':
      return { delete_chat_photo: true };
    case 'migratedTo':
      return { migrate_to_chat_id: action.chatId };
    case 'migratedFrom':
      return { migrate_from_chat_id: action.chatId };
    case 'topicCreated':
      return {
        forum_topic_created: {
          name: action.title,
          icon_color: action.iconColor as never,
          icon_custom_emoji_id: action.iconEmojiId?.toString(),
        },
      };
    case 'topicChanged':
      return topicChangeJson(action);
    case 'webAppData':
      return { web_app_data: { data: action.data, button_text: action.button } };
    case 'paid':
      return { successful_payment: paymentJson(world, action) };
    case 'refunded':
      return { refunded_payment: paymentJson(world, action) };
  }
}

function paymentJson(
  world: World,
  { chargeId, invoice }: Extract<ServiceAction, { kind: 'paid' | 'refunded' }>,
) {
  const { payload, subscriptionSeconds, total } = invoice;
  const recurring = subscriptionSeconds !== undefined && {
    subscription_expiration_date: world.clock.seconds() + subscriptionSeconds,
    is_recurring: true as const,
    is_first_recurring: true as const,
  };
  return {
    currency: 'XTR',
    total_amount: total,
    invoice_payload: payload,
    ...recurring,
    telegram_payment_charge_id: chargeId,
    provider_payment_charge_id: '',
  };
}

function topicChangeJson(
  change: Extract<ServiceAction, { kind: 'topicChanged' }>,
): Partial<Message> {
  if (change.closed === true) return { forum_topic_closed: {} };
  if (change.closed === false) return { forum_topic_reopened: {} };
  if (change.hidden === true) return { general_forum_topic_hidden: {} };
  if (change.hidden === false) return { general_forum_topic_unhidden: {} };
  return {
    forum_topic_edited: {
      name: change.title ?? '',
      icon_custom_emoji_id: change.iconEmojiId?.toString() ?? '',
    },
  };
}
