import type { App } from '../../context.ts';
import { BotError, type BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { BotReply, GroupTurn } from '../../feature.ts';
import { answerFromBot } from '../messages/answer-from-bot.ts';
import { endSpinner, explain, languageOf, notDelivered } from './explain.ts';
import { findMember } from './find-operator.ts';
import type { HeldBot } from './listen-to-bot.ts';
import type { Talks } from './talks.ts';
import { type Rest, waitOut } from './wait-out.ts';

type FromGroup = Extract<BotUpdate, { kind: 'message' | 'button' }>;

/** What is written or pressed in a group is of some feature's, or nothing to the bot. */
export async function answerGroup(
  app: App,
  talks: Talks,
  held: HeldBot,
  update: FromGroup,
  rest: Rest,
): Promise<void> {
  const turn = await readTurn(app, held, update);
  const { language } = turn.from;
  const reply = await listen(talks, turn).catch((error) => explain(app, held.bot, error, language));
  await Promise.all([
    reply && waitOut(rest, () => give(app, held, update, reply)),
    update.kind === 'button' && endSpinner(app, held, update.callbackId),
  ]).catch((error) => {
    if (!(error instanceof BotError)) throw error;
    notDelivered(app, held.bot, error);
  });
}

async function readTurn(app: App, held: HeldBot, update: FromGroup): Promise<GroupTurn> {
  const { bot, connection } = held;
  const isTeams = bot.features.includes('admin');
  // A customer of the same bot is none of the team.
  const operator = isTeams ? await findMember(app, bot.workspaceId, update.from) : undefined;
  const language = languageOf(update) ?? operator?.language ?? app.config.language;
  const common = {
    app,
    bot: { id: bot.id, workspaceId: bot.workspaceId, username: bot.username },
    operator: operator && { caller: { ...operator.caller, language }, name: operator.name },
    from: { telegramId: update.from.telegramId, language },
    chatId: update.chatId,
    threadId: update.threadId,
    connection,
    key: `bot ${bot.id} update ${update.updateId}`,
  };
  if (update.kind === 'button') return { ...common, data: update.data };
  const file = update.photo ?? update.file;
  if (!file) return { ...common, text: update.text };
  const type = update.photo ? ('photo' as const) : ('document' as const);
  const read = () => connection.download(file);
  return { ...common, text: update.text, file: { type, name: file.name, size: file.size, read } };
}

async function listen(talks: Talks, turn: GroupTurn): Promise<BotReply | undefined> {
  for (const hear of talks.inGroup) {
    const reply = await hear(turn);
    if (reply) return reply;
  }
  return undefined;
}

/** It counts among what the bot may say in the group, but doesn't wait for its turn. */
async function give(
  app: App,
  { connection, pace }: HeldBot,
  update: FromGroup,
  { html, buttons = [] }: BotReply,
): Promise<void> {
  const { chatId, threadId } = update;
  pace.take(chatId, app.clock.now());
  const messageId = update.kind === 'button' ? update.messageId : undefined;
  const words = { html, buttons, ...(threadId !== undefined && { threadId }) };
  await answerFromBot(app, connection, { chatId, messageId }, words);
}
