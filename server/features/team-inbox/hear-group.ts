import { and, eq, sql } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { BotReply, GroupTurn } from '../../feature.ts';
import { readCommand } from '../bots/read-command.ts';
import {
  approveByButton,
  discardByButton,
  stopByButton,
  takeByButton,
} from '../notifications/act-on-dialog.ts';
import { cardButtons, cardHtml, readCard } from '../notifications/dialog-card.ts';
import { answerFromTopic, noteFromTopic } from './answer-from-topic.ts';
import { connectGroup, disconnectGroup, findGroup } from './connect-group.ts';
import { type TeamGroup, teamGroups, teamTopics } from './tables.ts';
import { texts } from './texts.ts';

/** A group has hardly more people who aren't of the team. */
const MOST_STRANGERS = 200;

const acts = {
  n_take: takeByButton,
  n_stop: stopByButton,
  n_ok: approveByButton,
  n_no: discardByButton,
};

/** What is written and pressed in the team's group, and `/inbox` in any other. */
export async function hearGroup(turn: GroupTurn): Promise<BotReply | undefined> {
  const { app, bot, chatId } = turn;
  if ('text' in turn) {
    const { name, words } = readCommand(turn.text);
    if (name === 'inbox') return inbox(turn, words);
  }
  const group = await findGroup(app.db, bot.workspaceId);
  if (group?.chatId !== chatId) return undefined;
  if (!turn.operator) return tellStranger(turn, group);
  if ('data' in turn) return press(turn, turn.data);
  return write(turn, turn.text);
}

/** @throws AppError forbidden, conflict */
async function inbox(turn: GroupTurn, words: string): Promise<BotReply> {
  const { app, bot, chatId, connection, operator, from } = turn;
  const { language } = from;
  if (!operator) return { html: texts.onlyOperators[language] };
  const { caller } = operator;
  if (!caller.rights?.permissions.includes('settings.write'))
    throw new AppError('forbidden', texts.notAllowed);
  if (/^(off|выкл)/i.test(words)) {
    const group = await findGroup(app.db, caller.workspaceId);
    const isThis = group?.chatId === chatId;
    const wasOn = isThis && (await disconnectGroup(app, caller, 'asked'));
    return { html: (wasOn ? texts.disconnected : texts.notConnected)[language] };
  }
  await connectGroup(app, caller, { botId: bot.id, chatId, connection });
  return { html: texts.connected[language] };
}

/** Once each: the bot must not be a nuisance. */
async function tellStranger(
  { app, from }: GroupTurn,
  { workspaceId, strangers }: TeamGroup,
): Promise<BotReply | undefined> {
  if (strangers.includes(from.telegramId) || strangers.length >= MOST_STRANGERS) return undefined;
  await app.db
    .update(teamGroups)
    .set({ strangers: sql`array_append(${teamGroups.strangers}, ${from.telegramId}::bigint)` })
    .where(eq(teamGroups.workspaceId, workspaceId));
  return { html: texts.onlyOperators[from.language] };
}

async function press(turn: GroupTurn, data: string): Promise<BotReply | undefined> {
  const { app, operator } = turn;
  const [word = '', ...ids] = data.split(':');
  const act = Object.entries(acts).find(([name]) => name === word)?.[1];
  const [first, last = first] = ids.map(Number);
  if (!act || !operator || first === undefined || last === undefined) return undefined;
  const { caller } = operator;
  if (!caller.rights?.permissions.includes('dialogs.write'))
    throw new AppError('forbidden', texts.cannotSend);
  const done = await act(app, caller, first);
  const card = await readCard(app, caller.workspaceId, last, caller.language);
  if (!card) return { html: done };
  return {
    html: `${cardHtml(card, caller.language)}\n\n${done}`,
    buttons: cardButtons(app, card, caller.language, false),
  };
}

/** An operator's words in a topic are for its person, unless they begin with a slash. */
async function write(turn: GroupTurn, text: string): Promise<BotReply | undefined> {
  const { app, bot, threadId, operator } = turn;
  if (!operator || threadId === undefined) return undefined;
  const number = await findNumber(app, bot.workspaceId, threadId);
  if (number === undefined) return undefined;
  const note = /^\/\s+([\s\S]+)$/.exec(text);
  if (note?.[1]) return noteFromTopic(app, operator, number, note[1].trim());
  if (text.startsWith('/')) return undefined;
  return answerFromTopic(turn, operator.caller, number, text);
}

/** The dialog whose topic it is. */
async function findNumber(
  app: App,
  workspaceId: number,
  threadId: number,
): Promise<number | undefined> {
  const [row] = await app.db
    .select({
      number: sql<number>`(select number from dialogs d where d.id = ${teamTopics.dialogId})`,
    })
    .from(teamTopics)
    .where(and(eq(teamTopics.workspaceId, workspaceId), eq(teamTopics.threadId, threadId)));
  return row && Number(row.number);
}
