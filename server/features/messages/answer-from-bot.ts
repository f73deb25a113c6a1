import type { App } from '../../context.ts';
import { type BotConnection, BotError } from '../../edges/telegram-bot/port.ts';
import { type BotWords, openBotSending } from '../../edges/telegram-bot/sending-port.ts';

/** To whom, and which message of the bot's own takes the new words; undefined: a new one is sent. */
export type BotChat = { chatId: number; messageId: number | undefined };

/**
 * What a bot answers, at once, to what the person has just written or pressed in this chat. Such an
 * answer waits for no limit and no quiet hours, and even who said stop gets it, since they wrote
 * afterwards. The only way out to people for a bot's words; it may not be called but for an update
 * of this chat.
 * @returns the number of the message that says it now @throws BotError
 */
export async function answerFromBot(
  app: App,
  connection: BotConnection,
  { chatId, messageId }: BotChat,
  words: BotWords,
): Promise<number> {
  const sending = openBotSending(app.ports.botSending);
  if (messageId !== undefined && !words.file && !words.invoice) {
    try {
      await sending.change(connection, chatId, messageId, words);
      return messageId;
    } catch (error) {
      // Too old to be changed, or deleted by the person: then it is said anew.
      if (!(error instanceof BotError) || error.problem.kind !== 'not_changed') throw error;
      if (/not modified/i.test(error.problem.code)) return messageId;
    }
  }
  return sending.say(connection, chatId, words);
}
