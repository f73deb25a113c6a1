import type { Copy } from '../messages/message.ts';

/** What a bot answers to the press of a button. */
export type CallbackAnswer = {
  readonly text: string;
  /** In a window instead of a line at the top. */
  readonly alert: boolean;
  readonly url?: string | undefined;
  /** How long the app may keep the answer, in seconds. */
  readonly cacheSeconds: number;
};

/** The press of a button, from the press to its answer. */
export type CallbackQuery = {
  /** Decimal, as the Bot API writes it. */
  readonly id: string;
  readonly botId: number;
  readonly fromId: number;
  /** The message with the button, as the bot has it. */
  readonly copy: Copy;
  readonly data: string;
  /** The bot's answer; 'none' when its time was over. */
  answer?: CallbackAnswer | 'none' | undefined;
  /** Told of the answer, once. */
  readonly waiting: ((answer: CallbackAnswer | 'none') => void)[];
};
