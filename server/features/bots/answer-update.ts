import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { errorStatus } from '../../../contract/errors.ts';
import { AppError } from '../../base/errors.ts';
import type { Language } from '../../base/text.ts';
import { type BotReply, escapeHtml } from '../../bot-talk.ts';
import type { App } from '../../context.ts';
import { BotError, type BotUpdate } from '../../edges/telegram-bot/port.ts';
import { answerFromBot } from '../messages/answer-from-bot.ts';
import { answerOperator } from './answer-operator.ts';
import { answerPerson } from './answer-person.ts';
import { findOperator } from './find-operator.ts';
import type { Heard } from './heard.ts';
import type { HeldBot } from './listen-to-bot.ts';
import { showOwnMenu } from './menus.ts';
import { noteMembership } from './subscribers.ts';
import { type Bot, bots } from './tables.ts';
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
  const [bot] = await app.db
    .select()
    .from(bots)
    .where(and(eq(bots.workspaceId, held.workspaceId), eq(bots.id, held.id)));
  if (!bot) return;
  if (update.kind === 'membership') return noteMembership(app, bot, update);
  if (!update.isPrivate) return;
  const operator = await findOperator(app, bot.workspaceId, update.from);
  const language = languageOf(update) ?? operator?.language ?? app.config.language;
  const heard = { bot, update, language };
  const say = (reply: BotReply) => giveReply(app, held, heard, reply, false);
  try {
    const reply =
      operator && bot.features.includes('admin')
        ? await answerOperator(app, talks, { ...heard, operator, say })
        : await answerPerson(app, heard);
    if (reply) await giveReply(app, held, heard, reply, true);
    if (operator && /^\/start\b/.test(wordsOf(update)))
      await showOwnMenu(talks, operator.caller, held.connection, update.chatId);
  } catch (error) {
    if (error instanceof BotError) return notDelivered(app, bot, error);
    if (error instanceof AppError && errorStatus[error.code] < 500)
      return giveReply(app, held, heard, { html: escapeHtml(error.text[language]) }, false);
    await apologise(app, held, update, error);
  } finally {
    if (update.kind === 'button') await endSpinner(app, held, update.callbackId);
  }
}

/** Tells the person that it didn't work, with a code by which the log knows why. */
export async function apologise(
  app: App,
  held: HeldBot,
  update: BotUpdate,
  error: unknown,
): Promise<void> {
  const code = randomBytes(3).toString('hex');
  app.log.error({ err: error, code, bot: held.id }, 'a bot could not answer');
  const language = languageOf(update) ?? app.config.language;
  await answerFromBot(
    app,
    held.connection,
    { chatId: update.chatId, messageId: undefined },
    { html: texts.sorry(code)[language], buttons: [] },
  ).catch((cause) => app.log.warn({ err: cause, code }, 'nor apologise for it'));
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
    .answerButton(callbackId, undefined)
    .catch((error) => app.log.debug({ err: error, bot: held.id }, 'a tap was answered too late'));
}

/** Who has stopped the bot in Telegram gets no answer; anything else is worth a line in the log. */
function notDelivered(app: App, bot: Bot, error: BotError): void {
  if (error.problem.kind === 'blocked') return;
  app.log.warn({ err: error, bot: bot.id }, 'an answer did not reach Telegram');
}

const wordsOf = (update: BotUpdate) => (update.kind === 'message' ? update.text : '');

function languageOf({ from }: BotUpdate): Language | undefined {
  if (!from.language) return undefined;
  return from.language.startsWith('ru') ? 'ru' : 'en';
}
