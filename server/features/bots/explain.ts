import { randomBytes } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { BotError, type BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { BotReply } from '../../feature.ts';
import type { HeldBot } from './listen-to-bot.ts';
import type { Bot } from './tables.ts';
import { texts } from './texts.ts';

/** What went wrong, for the person: in words, or by a code under which the log has the trace. */
export function explain(
  app: App,
  bot: Bot,
  error: unknown,
  language: Language,
): BotReply | undefined {
  if (error instanceof BotError) {
    notDelivered(app, bot, error);
    return undefined;
  }
  if (error instanceof AppError && error.code !== 'internal')
    return { html: escapeHtml(error.text[language]) };
  const code = randomBytes(3).toString('hex');
  app.log.error({ err: error, code, bot: bot.id }, 'a bot could not answer');
  return { html: texts.sorry(code)[language] };
}

export async function endSpinner(app: App, held: HeldBot, callbackId: string): Promise<void> {
  await held.connection
    .answerButton(callbackId)
    .catch((error) => app.log.debug({ err: error, bot: held.id }, 'a tap was answered too late'));
}

/** Who has stopped the bot in Telegram gets no answer; anything else is worth a line in the log. */
export function notDelivered(app: App, bot: Bot, error: unknown): void {
  if (error instanceof BotError && error.problem.kind === 'blocked') return;
  app.log.warn({ err: error, bot: bot.id }, 'an answer did not reach Telegram');
}

export function languageOf({ from }: BotUpdate): Language | undefined {
  if (!from.language) return undefined;
  return from.language.startsWith('ru') ? 'ru' : 'en';
}
