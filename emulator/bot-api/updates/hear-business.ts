import type { BusinessMessagesDeleted } from 'grammy/types';
import { connectionOf } from '../../world/business/connect-bot.ts';
import type { BusinessConnection } from '../../world/business/connection.ts';
import { covers } from '../../world/business/may-serve.ts';
import type { BoxEvent } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { BotApi } from '../bot-api.ts';
import { messageJson } from '../views/message-json.ts';
import { privateChatJson } from '../views/user-json.ts';
import { pushUpdate } from './update-queue.ts';

/** Something in the chats of an account that a bot looks after. */
export function hearBusiness(api: BotApi, ownerId: number, { change }: BoxEvent): void {
  const { queues, world } = api;
  const connection = connectionOf(world, ownerId);
  if (!connection) return;
  if (change.kind === 'delete') hearDeletion(api, connection, change.ids);
  if (change.kind !== 'new' && change.kind !== 'edit') return;
  const { copy } = change;
  const { botId } = connection;
  const own = copy.message.businessBotId === botId;
  if (own || !covers(world, connection, copy.chatId)) return;
  const kind = change.kind === 'new' ? 'business_message' : 'edited_business_message';
  const message = messageJson(world, copy, botId, connection);
  pushUpdate(world, queues.of(botId), kind, message, copy.chatId);
}

function hearDeletion(
  { queues, world }: BotApi,
  connection: BusinessConnection,
  ids: readonly number[],
): void {
  const { copies } = boxOf(world, connection.userId);
  const byChat = new Map<number, number[]>();
  for (const id of ids) {
    const chatId = copies[id - 1]?.chatId;
    if (chatId === undefined || !covers(world, connection, chatId)) continue;
    byChat.set(chatId, [...(byChat.get(chatId) ?? []), id]);
  }
  for (const [chatId, messageIds] of byChat) {
    const update: BusinessMessagesDeleted = {
      business_connection_id: connection.id,
      chat: privateChatJson(world, chatId),
      message_ids: messageIds,
    };
    pushUpdate(world, queues.of(connection.botId), 'deleted_business_messages', update, chatId);
  }
}
