import type { Api } from 'grammy';
import type { BotConnection } from './port.ts';
import { readBusinessState } from './read-business.ts';

type BusinessCalls = Pick<
  BotConnection,
  'businessConnection' | 'readBusinessMessage' | 'showBusinessTyping'
>;

/**
 * What a bot does for the Business accounts it is connected to, but for speaking.
 * @param patiently makes a call, and again when Telegram asked to wait for a little
 */
export function businessCalls(
  api: Api,
  patiently: <T>(call: () => Promise<T>) => Promise<T>,
): BusinessCalls {
  return {
    businessConnection: async (connectionId) =>
      readBusinessState(await patiently(() => api.getBusinessConnection(connectionId))),
    async readBusinessMessage(connectionId, chatId, messageId) {
      await patiently(() => api.readBusinessMessage(connectionId, chatId, messageId));
    },
    async showBusinessTyping(connectionId, chatId) {
      const where = { business_connection_id: connectionId };
      await patiently(() => api.sendChatAction(chatId, 'typing', where));
    },
  };
}
