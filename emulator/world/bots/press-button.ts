import { copyById } from '../messages/box.ts';
import { boxOf } from '../messages/box-of.ts';
import type { Copy } from '../messages/message.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { CallbackAnswer, CallbackQuery } from './callback-query.ts';

/** How long a bot may take to answer, in world's milliseconds; Telegram doesn't publish it. */
const ANSWER_TIME_MS = 15_000;

/**
 * Presses a button under a message: its bot is asked.
 *
 * @param messageId  the presser's number of the message
 * @throws TelegramError MESSAGE_ID_INVALID, DATA_INVALID when the message has no such button
 */
export function pressButton(
  world: World,
  presser: User,
  messageId: number,
  data: string,
): CallbackQuery {
  const copy = copyById(boxOf(world, presser.id), messageId);
  if (!copy) throw new TelegramError(400, 'MESSAGE_ID_INVALID');
  const botId = copy.message.fromId;
  const theirs = copy.message.copies.find(({ ownerId }) => ownerId === botId);
  if (!world.bots.has(botId) || !theirs) throw new TelegramError(400, 'MESSAGE_ID_INVALID');
  if (!hasButton(copy, data)) throw new TelegramError(400, 'DATA_INVALID');

  const id = world.random.long().toString();
  const query: CallbackQuery = { id, botId, fromId: presser.id, copy: theirs, data, waiting: [] };
  world.callbackQueries.set(id, query);
  world.clock.at(world.clock.now() + ANSWER_TIME_MS, () => {
    settle(world, query, 'none');
  });
  announce(world, { kind: 'bot', botId, news: { kind: 'callback', query } });
  return query;
}

function hasButton({ message: { markup } }: Copy, data: string): boolean {
  if (markup?.kind !== 'inline') return false;
  return markup.rows
    .flat()
    .some(({ action }) => action.kind === 'callback' && action.data === data);
}

/**
 * Answers the press of a button.
 *
 * @throws TelegramError QUERY_ID_INVALID when it isn't the bot's, or was answered, or is too old
 */
export function answerCallback(
  world: World,
  botId: number,
  queryId: string,
  answer: CallbackAnswer,
): void {
  const query = world.callbackQueries.get(queryId);
  if (query?.botId !== botId) throw new TelegramError(400, 'QUERY_ID_INVALID');
  settle(world, query, answer);
}

function settle(world: World, query: CallbackQuery, answer: CallbackAnswer | 'none'): void {
  if (query.answer !== undefined) return;
  query.answer = answer;
  world.callbackQueries.delete(query.id);
  for (const tell of query.waiting.splice(0)) tell(answer);
}
