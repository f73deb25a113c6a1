import type { BotCommand as CommandJson } from 'grammy/types';
import { z } from 'zod';
import { commandKey, setCommands } from '../../world/bots/commands.ts';
import { jsonOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

const commandsSchema = z.array(z.object({ command: z.string(), description: z.string() }));
const chatId = z.union([z.number(), z.string()]);
const scopeSchema = z.union([
  z.object({
    type: z.enum(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']),
  }),
  z.object({ type: z.enum(['chat', 'chat_administrators']), chat_id: chatId }),
  z.object({ type: z.literal('chat_member'), chat_id: chatId, user_id: z.number() }),
]);

/** Sets the menu of a scope and a language (https://core.telegram.org/bots/api#setmycommands). */
export function setMyCommands(call: BotCall): true {
  const commands = jsonOf(call.args, 'commands', commandsSchema, 'commands');
  if (!commands) throw badRequest("can't parse commands JSON object");
  const cleaned = commands.map(({ command, description }) => ({
    command: command.replace(/^\//, ''),
    description,
  }));
  setCommands(call.bot, scopeOf(call), languageOf(call), cleaned);
  return true;
}

/** The menu of exactly that scope and language. */
export function getMyCommands(call: BotCall): CommandJson[] {
  const list = call.bot.commands.get(commandKey(scopeOf(call), languageOf(call))) ?? [];
  return list.map(({ command, description }) => ({ command, description }));
}

export function deleteMyCommands(call: BotCall): true {
  setCommands(call.bot, scopeOf(call), languageOf(call), []);
  return true;
}

function scopeOf({ args }: BotCall): string {
  const scope = jsonOf(args, 'scope', scopeSchema, 'bot command scope');
  if (!scope) return 'default';
  if (!('chat_id' in scope)) return scope.type;
  const place = `${scope.type}:${scope.chat_id}`;
  return 'user_id' in scope ? `${place}:${scope.user_id}` : place;
}

/** A two-letter code, or '' for all languages. @throws BotApiError 400 */
export function languageOf({ args }: BotCall): string {
  const language = textOf(args, 'language_code');
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  return language;
}
