import type {
  BotButton,
  BotConnection,
  BotInvoice,
  OwnersWords,
  SealedBotSending,
} from './port.ts';

/** What a bot says in one message. */
export type BotWords = {
  /** In Telegram's HTML; up to 4,096 characters, 1,024 under a file. */
  html: string;
  /** Rows of buttons under the message; empty takes them away. */
  buttons: readonly (readonly BotButton[])[];
  file?: {
    name: string;
    content: AsyncIterable<Uint8Array | string>;
    type?: 'photo' | 'voice' | 'document';
  };
  /** The topic of a forum group; left out: the group itself, or a private chat. */
  threadId?: number;
  /** The phone stays quiet. */
  isSilent?: boolean;
  /** When Telegram asks to wait, that is told at once. */
  isPatient?: false;
  /** Comes in the place of the words, with a button of its own. */
  invoice?: BotInvoice;
};

/**
 * The way out of bots. Only `features/messages` may import this file. A message that a bot sent
 * cannot be recognised by Telegram when it is sent again: after `unavailable` it may have arrived.
 */
export type BotSending = {
  /** @returns the message's number in the chat @throws BotError */
  say(connection: BotConnection, chatId: number, words: BotWords): Promise<number>;
  /** Puts other words in the place of a message. @throws BotError */
  change(
    connection: BotConnection,
    chatId: number,
    messageId: number,
    words: BotWords,
  ): Promise<void>;
  /**
   * Says something in a chat of a Business account that the bot is connected to.
   * @throws BotError
   */
  sayForOwner(
    connection: BotConnection,
    chat: { connectionId: string; chatId: number },
    words: OwnersWords,
  ): Promise<{ telegramId: number; sentAt: Date }>;
};

/** So that the way out can stand among the ports without being open to every feature. */
export function sealBotSending(sending: BotSending): SealedBotSending {
  return sending as unknown as SealedBotSending;
}

export function openBotSending(sending: SealedBotSending): BotSending {
  return sending as unknown as BotSending;
}
