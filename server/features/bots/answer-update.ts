import type { App } from '../../context.ts';
import type { BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { BotReply, BotTurn } from '../../feature.ts';
import { answerFromBot } from '../messages/answer-from-bot.ts';
import { answerGroup } from './answer-group.ts';
import { answerOperator } from './answer-operator.ts';
import { answerPerson, isForPerson, startBot } from './answer-person.ts';
import { endSpinner, explain, languageOf, notDelivered } from './explain.ts';
import { findOperator, type TelegramOperator } from './find-operator.ts';
import { hearBusiness, isBusinessUpdate } from './hear-business.ts';
import type { Heard } from './heard.ts';
import { keepBoard } from './keep-board.ts';
import { isLinkCode } from './link-operator.ts';
import type { HeldBot } from './listen-to-bot.ts';
import { withWayBack } from './main-menu.ts';
import { makeCustomer } from './make-customer.ts';
import { showOwnMenu } from './menus.ts';
import { noteRefund, settlePayment } from './payments.ts';
import { type ChatState, forgetQuestion, keepQuestion, readChatState } from './questions.ts';
import { readCommand } from './read-command.ts';
import { noteMembership } from './subscribers.ts';
import type { Talks } from './talks.ts';
import { type Rest, rereadable, Stopping, waitOut } from './wait-out.ts';

/**
 * Does what an update asks for, and answers it. Nothing it throws is the sender's to see: they get
 * an apology with a code, and the log the trace under the same code.
 * @param rest when Telegram asks to wait
 * @throws Stopping when the process ends before Telegram lets the answer through
 */
export async function answerUpdate(
  app: App,
  talks: Talks,
  held: HeldBot,
  update: BotUpdate,
  rest: Rest,
): Promise<void> {
  const { bot } = held;
  if (isBusinessUpdate(update)) return waitOut(rest, () => hearBusiness(app, held, update));
  if (update.kind === 'refund') return noteRefund(app, talks, held, update);
  if (update.kind === 'membership') return noteMembership(app, bot, update);
  if ('isPrivate' in update && !update.isPrivate)
    return answerGroup(app, talks, held, update, rest);
  const operator = await whoCommands(app, held, update);
  const language = languageOf(update) ?? operator?.language ?? app.config.language;
  const heard = { bot, update, language };
  const chat = operator ? await readChatState(app, heard) : nothingAsked;
  const say = async (reply: BotReply) =>
    void (await giveReply(app, held, heard, reply, inBetween, rest));
  const answer = async () => {
    if (update.kind === 'checkout' || update.kind === 'payment')
      return settlePayment(app, talks, held, update, operator && { ...operator, language });
    if (!operator || (operator.isCustomer && isForPerson(update))) return answerPerson(app, heard);
    const { question } = chat;
    const file = readFile(held, update);
    return answerOperator(app, talks, { ...heard, operator, say, file, question });
  };
  let isRefused = false;
  const reply = await answer().catch((error) => {
    if (error instanceof Stopping) throw error;
    // Money was taken: it is tried again until what was paid for is there.
    if (update.kind === 'payment') throw error;
    isRefused = true;
    return explain(app, bot, error, language);
  });
  const said = reply && {
    ...reply,
    ...(isSecret(talks, update, chat) && { isSecret: true as const }),
  };
  await Promise.all([
    said && respond(app, held, { ...heard, operator, chat }, said, isRefused, rest),
    update.kind === 'button' && endSpinner(app, held, update.callbackId),
  ]).catch((error) => {
    if (error instanceof Stopping) throw error;
    notDelivered(app, bot, error);
  });
  if (operator && update.kind === 'message' && /^\/start\b/.test(update.text))
    await showOwnMenu(talks, operator, held.connection, update.chatId).catch((error) =>
      notDelivered(app, bot, error),
    );
}

/** Whether what somebody wrote answers a question after a code or a password. */
function isSecret(talks: Talks, update: BotUpdate, { question }: ChatState): boolean {
  if (update.kind !== 'message' || !question || readCommand(update.text).name) return false;
  return talks.steps.get(question.step)?.hearsSecret === true;
}

/** Only operators are asked anything. */
const nothingAsked: ChatState = { question: undefined, isBoard: false };

/** Whoever starts a sales bot has a workspace from then on. */
async function whoCommands(app: App, { bot }: HeldBot, update: BotUpdate) {
  const operator = await findOperator(app, bot, update.from);
  if (operator || !bot.features.includes('sales') || update.kind !== 'message') return operator;
  const { name, words } = readCommand(update.text);
  if (name !== 'start' || isLinkCode(words)) return undefined;
  await startBot(app, { bot, update }, words);
  return makeCustomer(app, bot, update.from, languageOf(update) ?? app.config.language);
}

function readFile({ connection }: HeldBot, update: BotUpdate): BotTurn['file'] {
  if (update.kind !== 'message' || !update.file) return undefined;
  const { file } = update;
  return { name: file.name, size: file.size, read: () => connection.download(file) };
}

/** Gives the answer, and remembers what it asks. After a refusal the question stands as it was. */
async function respond(
  app: App,
  held: HeldBot,
  heard: Heard & { operator: TelegramOperator | undefined; chat: ChatState },
  reply: BotReply,
  isRefused: boolean,
  rest: Rest,
): Promise<void> {
  const { update, operator, language, chat } = heard;
  // Somebody who commands nothing here has no menu to go back to.
  const how = { isAnswer: !isRefused, hasWayBack: operator !== undefined };
  const messageId = await giveReply(app, held, heard, reply, how, rest);
  if (isRefused) return;
  if (operator && (reply.board !== undefined || chat.isBoard)) {
    const caller = { ...operator.caller, language };
    const { board } = reply;
    await keepBoard(app, { botId: held.id, chatId: update.chatId, messageId, caller, board });
  }
  if (reply.expects) return keepQuestion(app, heard, reply.expects, messageId);
  const isAnswered = update.kind !== 'button' || chat.question?.messageId === update.messageId;
  if (chat.question && isAnswered) await forgetQuestion(app, heard);
}

/** Tells the person that what they asked for can't be done, though nothing is known of why. */
export async function giveUp(
  app: App,
  held: HeldBot,
  update: BotUpdate,
  rest: Rest,
): Promise<void> {
  // Said in somebody else's chat, or to nobody: there is no one to apologise to.
  if (isBusinessUpdate(update) || update.kind === 'refund')
    return app.log.error({ bot: held.id, update: update.updateId }, 'an update was given up');
  if (update.kind === 'payment')
    app.log.error({ bot: held.id, charge: update.chargeId }, 'a payment could not be settled');
  const language = languageOf(update) ?? app.config.language;
  const reply = explain(app, held.bot, new Error('it ended the process, time and again'), language);
  const heard = { bot: held.bot, update, language };
  if (reply)
    await giveReply(app, held, heard, reply, inBetween, rest).catch((error) => {
      if (error instanceof Stopping) throw error;
      notDelivered(app, held.bot, error);
    });
}

/** Something that is said besides the answer itself. */
const inBetween = { isAnswer: false, hasWayBack: false };

/**
 * A tap changes the message it was made under; everything else is answered by a new one.
 * @returns the number of the message that says it now
 */
async function giveReply(
  app: App,
  held: HeldBot,
  { update, language }: Heard,
  reply: BotReply,
  { isAnswer, hasWayBack }: typeof inBetween,
  rest: Rest,
): Promise<number> {
  const wasPressed = isAnswer && update.kind === 'button';
  const to = { chatId: update.chatId, messageId: wasPressed ? update.messageId : undefined };
  const words = {
    html: reply.html,
    buttons: hasWayBack ? withWayBack(reply, language) : (reply.buttons ?? []),
    ...(reply.file && { file: { ...reply.file, content: rereadable(reply.file.content) } }),
    ...(reply.invoice && { invoice: reply.invoice }),
  };
  const said = await waitOut(rest, () => answerFromBot(app, held.connection, to, words));
  if (reply.isSecret && update.kind === 'message')
    await waitOut(rest, () => held.connection.deleteMessage(update.chatId, update.messageId)).catch(
      (error) => app.log.warn({ err: error, bot: held.id }, 'a code stayed in the chat'),
    );
  return said;
}
