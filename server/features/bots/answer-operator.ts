import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTap, BotTurn } from '../../feature.ts';
import type { TelegramOperator } from './find-operator.ts';
import type { Heard } from './heard.ts';
import { isLinkCode, linkOperator } from './link-operator.ts';
import { MENU, mainMenu, welcome, writtenHelp } from './main-menu.ts';
import { forgetQuestion, type Question } from './questions.ts';
import { readCommand } from './read-command.ts';
import { answerBuyer } from './sales-words.ts';
import type { Talks } from './talks.ts';
import { texts } from './texts.ts';

export type FromOperator = Heard & {
  operator: TelegramOperator;
  say(reply: BotReply): Promise<void>;
  /** The document of the update. */
  file: BotTurn['file'];
  question: Question | undefined;
};

/**
 * What an operator's words or tap lead to: a command of some feature, an answer to the bot's
 * question, the menu, or help.
 */
export async function answerOperator(
  app: App,
  talks: Talks,
  from: FromOperator,
): Promise<BotReply> {
  const { update, language, operator } = from;
  if (update.kind === 'button') return press(app, talks, from, update.data, update.messageId);
  if (update.kind !== 'message') return { html: '' };
  const { name, words } = readCommand(update.text);
  if (name === undefined) return answerQuestion(app, talks, from, update.text.trim());
  if (from.question) await forgetQuestion(app, from);
  if (name === 'start' && isLinkCode(words))
    return linkOperator(app, from.bot, update.from, words, language);
  const command = talks.commands.get(name);
  const isTheirs = command && (operator.isCustomer || !command.forCustomers);
  if (isTheirs && (words !== '' || !command.needsWords))
    return run(app, from, command, { words, state: undefined });
  if (name === 'start') return welcome(app, talks, operator, language);
  if (name === 'menu') return mainMenu(talks, operator, language);
  if (name === 'stop') return { html: texts.operatorStop[language] };
  if (name === 'settings') return { html: texts.operatorSettings[language] };
  if (name === 'help') return { html: writtenHelp(talks, operator, language) };
  if (name === 'cancel') return { html: texts.cancelled[language] };
  return (await answerBuyer(app, from, name)) ?? { html: texts.unknownCommand[language] };
}

async function press(
  app: App,
  talks: Talks,
  from: FromOperator,
  data: string,
  messageId: number,
): Promise<BotReply> {
  if (data === MENU) return mainMenu(talks, from.operator, from.language);
  const [word = '', ...rest] = data.split(':');
  const button = talks.buttons.get(word);
  // A button of an older version, or of another bot's making.
  if (!button) return { html: texts.oldButton[from.language] };
  const { question } = from;
  const state = question?.messageId === messageId ? question.state : undefined;
  return run(app, from, button, { words: rest.join(':'), state });
}

async function answerQuestion(
  app: App,
  talks: Talks,
  from: FromOperator,
  words: string,
): Promise<BotReply> {
  const { question } = from;
  const step = question && talks.steps.get(question.step);
  if (!step) return { html: texts.commandsOnly[from.language] };
  return run(app, from, step, { words, state: question.state });
}

/** @throws AppError forbidden, service_unavailable, and what the work throws */
async function run(
  app: App,
  from: FromOperator,
  { permission, needsTelegram, run: work }: BotTap,
  given: { words: string; state: unknown },
): Promise<BotReply> {
  const { caller } = from.operator;
  if (!caller.rights?.permissions.includes(permission))
    throw new AppError('forbidden', texts.forbidden);
  if (needsTelegram && !app.ports.telegramAccounts.configured)
    throw new AppError('telegram_unavailable', texts.notConfigured);
  const key = `bot ${from.bot.id} update ${from.update.updateId}`;
  return work({
    app,
    caller: { ...caller, language: from.language },
    say: from.say,
    key,
    ...(from.file && { file: from.file }),
    ...given,
  });
}
