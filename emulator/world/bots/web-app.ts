import { createHmac } from 'node:crypto';
import type { Entity, Message } from '../messages/message.ts';
import { sendMessage } from '../messages/send-message.ts';
import { TelegramError } from '../telegram-error.ts';
import { getUser } from '../users/find-user.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Bot } from './bot.ts';

/** A Mini App that somebody has open and that may send one message in their name. */
export type WebAppQuery = { readonly id: string; readonly botId: number; readonly userId: number };

/**
 * What a Mini App is told of who opened it, signed with the bot's token
 * (https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app). The field
 * `signature`, which is for those who don't have the token, is there but not Telegram's.
 *
 * @param opening  `query` when it was opened by a button under a message or the menu's
 * @returns a query string, and the id of the query
 */
export function signInitData(
  world: World,
  bot: Bot,
  user: User,
  opening: { query: boolean; startParam?: string | undefined },
): { initData: string; queryId: string | undefined } {
  const queryId = opening.query ? openQuery(world, bot, user).id : undefined;
  const person = {
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName ?? '',
    username: user.username,
    language_code: user.language,
    is_premium: user.premium || undefined,
    allows_write_to_pm: true,
  };
  const fields = new Map<string, string>();
  if (queryId !== undefined) fields.set('query_id', queryId);
  fields.set('user', JSON.stringify(person));
  if (queryId === undefined) {
    fields.set('chat_instance', world.random.long().toString());
    fields.set('chat_type', 'private');
  }
  if (opening.startParam) fields.set('start_param', opening.startParam);
  fields.set('auth_date', String(world.clock.seconds()));
  fields.set('signature', world.random.bytes(64).toString('base64url'));
  fields.set('hash', hashOf(bot.token, fields));
  return { initData: new URLSearchParams([...fields]).toString(), queryId };
}

function hashOf(token: string, fields: ReadonlyMap<string, string>): string {
  const lines = [...fields].map(([name, value]) => `${name}=${value}`).sort();
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  return createHmac('sha256', secret).update(lines.join('\n')).digest('hex');
}

function openQuery(world: World, bot: Bot, user: User): WebAppQuery {
  const id = `AA${world.random.bytes(16).toString('base64url')}`;
  const query = { id, botId: bot.id, userId: user.id };
  world.webAppQueries.set(id, query);
  return query;
}

/**
 * Sends a message in the name of who has the Mini App open, once.
 *
 * @throws TelegramError QUERY_ID_INVALID, and those of `sendMessage`
 */
export function answerWebApp(
  world: World,
  botId: number,
  queryId: string,
  content: { text: string; entities: readonly Entity[] } & Pick<Message, 'markup'>,
): void {
  const query = world.webAppQueries.get(queryId);
  if (query?.botId !== botId) throw new TelegramError(400, 'QUERY_ID_INVALID');
  const user = getUser(world, query.userId);
  sendMessage(world, user, getUser(world, botId), { ...content, viaBotId: botId });
  world.webAppQueries.delete(queryId);
}

const LONGEST_DATA = 4096;

/**
 * Sends the bot what a Mini App that a key of its keyboard opened has to say, and closes it.
 *
 * @throws TelegramError BOT_INVALID, DATA_TOO_LONG, and those of `sendMessage`
 */
export function sendWebAppData(
  world: World,
  person: User,
  bot: User,
  sent: { button: string; data: string; randomId?: bigint | undefined },
  session?: string,
) {
  const { button, data, randomId } = sent;
  if (!bot.bot) throw new TelegramError(400, 'BOT_INVALID');
  if (Buffer.byteLength(data) > LONGEST_DATA) throw new TelegramError(400, 'DATA_TOO_LONG');
  const service = { kind: 'webAppData', button, data } as const;
  return sendMessage(world, person, bot, { text: '', service, randomId }, session);
}
