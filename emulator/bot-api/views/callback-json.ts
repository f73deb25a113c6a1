import type { CallbackQuery as CallbackJson } from 'grammy/types';
import type { CallbackQuery } from '../../world/bots/callback-query.ts';
import type { World } from '../../world/world.ts';
import { messageJson } from './message-json.ts';
import { userJsonById } from './user-json.ts';

/** The press of a button as its bot sees it. A message that is gone comes without its content. */
export function callbackJson(world: World, query: CallbackQuery): CallbackJson {
  const { copy } = query;
  return {
    id: query.id,
    from: userJsonById(world, query.fromId),
    message: messageJson(world, copy, query.botId),
    chat_instance: String(BigInt(query.botId) * 1_000_003n + BigInt(Math.abs(copy.chatId))),
    data: query.data,
  };
}
