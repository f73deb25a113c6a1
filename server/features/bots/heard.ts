import type { Language } from '../../base/text.ts';
import type { BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { Bot } from './tables.ts';

/** An update with what every answer to it needs. */
export type Heard = {
  bot: Bot;
  update: BotUpdate;
  /** Of the person's app, else of the workspace. */
  language: Language;
};
