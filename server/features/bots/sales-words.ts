import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotReply } from '../../feature.ts';
import { readSettings } from '../workspace/settings.ts';
import type { Heard } from './heard.ts';
import { texts } from './texts.ts';

/** Where to ask about payments, as the service set it. */
export async function paySupportReply(
  app: App,
  sellerId: number,
  language: Language,
): Promise<BotReply> {
  const { paySupportText } = await readSettings(app, sellerId);
  return { html: paySupportText ? escapeHtml(paySupportText) : texts.paySupport[language] };
}

/** On what terms is sold, as the service set it. */
export async function termsReply(
  app: App,
  sellerId: number,
  language: Language,
): Promise<BotReply> {
  const { termsText } = await readSettings(app, sellerId);
  return { html: termsText ? escapeHtml(termsText) : texts.terms[language] };
}

/** What anybody may ask of a bot that sells; undefined: it is no such question, or bot. */
export async function answerBuyer(
  app: App,
  { bot, language }: Pick<Heard, 'bot' | 'language'>,
  command: string | undefined,
): Promise<BotReply | undefined> {
  if (!bot.features.includes('sales')) return undefined;
  if (command === 'paysupport') return paySupportReply(app, bot.workspaceId, language);
  if (command === 'terms') return termsReply(app, bot.workspaceId, language);
  return undefined;
}
