import { and, eq, sql } from 'drizzle-orm';
import type { Permission } from '../../../contract/permissions.ts';
import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTurn } from '../../feature.ts';
import type { TelegramOperator } from './find-operator.ts';
import type { Heard } from './heard.ts';
import { isLinkCode, linkOperator } from './link-operator.ts';
import { commandsFor } from './menus.ts';
import { botQuestions } from './tables.ts';
import type { Talks } from './talks.ts';
import { texts } from './texts.ts';

type FromOperator = Heard & {
  operator: TelegramOperator;
  say(reply: BotReply): Promise<void>;
};

/**
 * What an operator's words or tap lead to: a command of some feature, an answer to the bot's
 * question, or help.
 */
export async function answerOperator(
  app: App,
  talks: Talks,
  from: FromOperator,
): Promise<BotReply> {
  const { update } = from;
  if (update.kind === 'button') return press(app, talks, from, update.data);
  if (update.kind !== 'message') return { html: '' };
  const { name, words } = readCommand(update.text);
  if (name === undefined) return answerQuestion(app, talks, from, update.text.trim());
  await forgetQuestion(app, from);
  const { language, operator } = from;
  if (name === 'start' && isLinkCode(words))
    return linkOperator(app, from.bot, update.from, words, language);
  const command = talks.commands.get(name);
  if (command && (words !== '' || !command.needsWords))
    return run(app, from, command.permission, { words, state: null }, command.run);
  if (name === 'start') return welcome(app, talks, from);
  if (name === 'stop') return { html: texts.operatorStop[language] };
  if (name === 'settings') return { html: texts.operatorSettings[language] };
  if (name === 'help') return { html: help(talks, operator, language) };
  if (name === 'cancel') return { html: texts.cancelled[language] };
  return { html: texts.unknownCommand[language] };
}

/** `/stop@our_bot 12` is the command stop with the words 12. */
export function readCommand(text: string): { name: string | undefined; words: string } {
  const match = /^\/([a-z_0-9]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.trim());
  return { name: match?.[1]?.toLowerCase(), words: match?.[2]?.trim() ?? '' };
}

function press(app: App, talks: Talks, from: FromOperator, data: string): Promise<BotReply> {
  const [word = '', ...rest] = data.split(':');
  const button = talks.buttons.get(word);
  // A button of an older version, or of another bot's making.
  if (!button) return Promise.resolve({ html: texts.oldButton[from.language] });
  const given = { words: rest.join(':'), state: null };
  return run(app, from, button.permission, given, button.run);
}

async function answerQuestion(
  app: App,
  talks: Talks,
  from: FromOperator,
  words: string,
): Promise<BotReply> {
  const question = await forgetQuestion(app, from);
  const step = question && talks.steps.get(question.step);
  if (!step) return { html: texts.commandsOnly[from.language] };
  try {
    return await run(app, from, step.permission, { words, state: question.state }, step.run);
  } catch (error) {
    // A slip of the pen: the question stands.
    if (error instanceof AppError) await keepQuestion(app, from, question);
    throw error;
  }
}

/** @throws AppError forbidden */
async function run(
  app: App,
  from: FromOperator,
  permission: Permission,
  given: { words: string; state: unknown },
  work: (turn: BotTurn) => Promise<BotReply>,
): Promise<BotReply> {
  const { caller } = from.operator;
  if (!caller.rights?.permissions.includes(permission))
    throw new AppError('forbidden', texts.forbidden);
  const key = `bot ${from.bot.id} update ${from.update.updateId}`;
  const turn = {
    app,
    caller: { ...caller, language: from.language },
    say: from.say,
    key,
    ...given,
  };
  const reply = await work(turn);
  if (reply.expects) await keepQuestion(app, from, reply.expects);
  return reply;
}

function welcome(app: App, talks: Talks, { operator, language }: FromOperator): BotReply {
  const url = app.config.publicUrl;
  return {
    html: `${texts.welcome(escapeHtml(operator.name))[language]}\n\n${help(talks, operator, language)}`,
    // Telegram takes no addresses of this machine alone.
    ...(url?.startsWith('https:') && {
      buttons: [[{ text: texts.openConsole[language], url: `${url}/app/` }]],
    }),
  };
}

function help(talks: Talks, operator: TelegramOperator, language: Heard['language']): string {
  return commandsFor(talks, operator.caller)
    .map(({ name, about }) => `/${name} — ${about[language]}`)
    .join('\n');
}

async function keepQuestion(
  app: App,
  { bot, update }: Heard,
  { step, state }: NonNullable<BotReply['expects']>,
): Promise<void> {
  const asked = { step, state: state ?? null, askedAt: app.clock.now() };
  await app.db
    .insert(botQuestions)
    .values({ workspaceId: bot.workspaceId, botId: bot.id, chatId: update.chatId, ...asked })
    .onConflictDoUpdate({
      target: [botQuestions.botId, botQuestions.chatId],
      set: { ...asked, state: sql`excluded.state` },
    });
}

async function forgetQuestion(app: App, { bot, update }: Heard) {
  const [question] = await app.db
    .delete(botQuestions)
    .where(and(eq(botQuestions.botId, bot.id), eq(botQuestions.chatId, update.chatId)))
    .returning();
  return question;
}
