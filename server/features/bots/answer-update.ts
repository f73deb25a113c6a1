import { randomBytes } from 'node:crypto';
import { errorStatus } from '../../../contract/errors.ts';
import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { BotError, type BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { BotReply } from '../../feature.ts';
import { answerFromBot } from '../messages/answer-from-bot.ts';
import { answerOperator } from './answer-operator.ts';
import { answerPerson } from './answer-person.ts';
import { findOperator } from './find-operator.ts';
import { hearBusiness, isBusinessUpdate } from './hear-business.ts';
import type { Heard } from './heard.ts';
import type { HeldBot } from './listen-to-bot.ts';
import { showOwnMenu } from './menus.ts';
import { noteMembership } from './subscribers.ts';
import type { Bot } from './tables.ts';
import type { Talks } from './talks.ts';
import { texts } from './texts.ts';

/**
 * Does what an update asks for, and answers it. Nothing it throws is the sender's to see: they get
 * an apology with a code, and the log the trace under the same code.
 */
export async function answerUpdate(
  app: App,
  talks: Talks,
  held: HeldBot,
  update: BotUpdate,
): Promise<void> {
  const { bot } = held;
  if (isBusinessUpdate(update)) return hearBusiness(app, held, update);
  if (update.kind === 'membership') return noteMembership(app, bot, update);
  if (!update.isPrivate) return;
  const operator = await findOperator(app, bot.workspaceId, update.from);
  const language = languageOf(update) ?? operator?.language ?? app.config.language;
  const heard = { bot, update, language };
  const say = (reply: BotReply) => giveReply(app, held, heard, reply, false);
  const answer = async () =>
    operator && bot.features.includes('admin')
      ? answerOperator(app, talks, { ...heard, operator, say })
      : answerPerson(app, heard);
  let isRefused = false;
  const reply = await answer().catch((error) => {
    isRefused = true;
    return explain(app, bot, error, language);
  });
  await Promise.all([
    reply && giveReply(app, held, heard, reply, !isRefused),
    update.kind === 'button' && endSpinner(app, held, update.callbackId),
  ]).catch((error) => notDelivered(app, bot, error));
  if (operator && update.kind === 'message' && /^\/start\b/.test(update.text))
    await showOwnMenu(talks, operator.caller, held.connection, update.chatId).catch((error) =>
      notDelivered(app, bot, error),
    );
}

/** Tells the person that what they asked for can't be done, though nothing is known of why. */
export async function giveUp(app: App, held: HeldBot, update: BotUpdate): Promise<void> {
  // Said in somebody else's chat, or to nobody: there is no one to apologise to.
  if (isBusinessUpdate(update))
    return app.log.error({ bot: held.id, update: update.updateId }, 'an update was given up');
  const language = languageOf(update) ?? app.config.language;
  const reply = explain(app, held.bot, new Error('it ended the process, time and again'), language);
  const heard = { bot: held.bot, update, language };
  if (reply)
    await giveReply(app, held, heard, reply, false).catch((error) =>
      notDelivered(app, held.bot, error),
    );
}

/** What went wrong, for the person: in words, or by a code under which the log has the trace. */
function explain(app: App, bot: Bot, error: unknown, language: Language): BotReply | undefined {
  if (error instanceof BotError) {
    notDelivered(app, bot, error);
    return undefined;
  }
  if (error instanceof AppError && errorStatus[error.code] < 500)
    return { html: escapeHtml(error.text[language]) };
  const code = randomBytes(3).toString('hex');
  app.log.error({ err: error, code, bot: bot.id }, 'a bot could not answer');
  return { html: texts.sorry(code)[language] };
}

/** A tap changes the message it was made under; everything else is answered by a new one. */
async function giveReply(
  app: App,
  held: HeldBot,
  { update }: Heard,
  reply: BotReply,
  isLast: boolean,
): Promise<void> {
  const messageId = isLast && update.kind === 'button' ? update.messageId : undefined;
  await answerFromBot(
    app,
    held.connection,
    { chatId: update.chatId, messageId },
    { html: reply.html, buttons: reply.buttons ?? [], ...(reply.file && { file: reply.file }) },
  );
  if (reply.isSecret && update.kind === 'message')
    await held.connection
      .deleteMessage(update.chatId, update.messageId)
      .catch((error) => app.log.warn({ err: error, bot: held.id }, 'a code stayed in the chat'));
}

async function endSpinner(app: App, held: HeldBot, callbackId: string): Promise<void> {
  await held.connection
    .answerButton(callbackId)
    .catch((error) => app.log.debug({ err: error, bot: held.id }, 'a tap was answered too late'));
}

/** Who has stopped the bot in Telegram gets no answer; anything else is worth a line in the log. */
function notDelivered(app: App, bot: Bot, error: unknown): void {
  if (error instanceof BotError && error.problem.kind === 'blocked') return;
  app.log.warn({ err: error, bot: bot.id }, 'an answer did not reach Telegram');
}

function languageOf({ from }: BotUpdate): Language | undefined {
  if (!from.language) return undefined;
  return from.language.startsWith('ru') ? 'ru' : 'en';
}
