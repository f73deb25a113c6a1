import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotButton } from '../../edges/telegram-bot/port.ts';
import { texts } from './texts.ts';

/** A row with the link to a page of the console. Telegram takes no addresses of this machine alone. */
export function consoleButton(app: App, page: string, language: Language): BotButton[][] {
  const url = app.config.publicUrl;
  if (!url?.startsWith('https:')) return [];
  return [[{ text: texts.open[language], url: `${url}/app/${page}` }]];
}
