import { TelegramError } from '../telegram-error.ts';
import type { Bot, BotCommand } from './bot.ts';

const MOST_COMMANDS = 100;

/** The name under which a list of commands is kept. */
export const commandKey = (scope: string, language: string) => `${scope}/${language}`;

/**
 * Sets the commands of a scope, such as `default`, `all_private_chats` or `chat:42`, in a language
 * ('' for all that have none of their own). An empty list takes them away.
 *
 * @throws TelegramError BOT_COMMAND_INVALID, BOT_COMMAND_DESCRIPTION_INVALID, BOT_COMMANDS_TOO_MUCH
 */
export function setCommands(
  bot: Bot,
  scope: string,
  language: string,
  commands: readonly BotCommand[],
): void {
  if (commands.length > MOST_COMMANDS) throw new TelegramError(400, 'BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw new TelegramError(400, 'BOT_COMMAND_INVALID');
    const length = [...description].length;
    if (length < 1 || length > 256) throw new TelegramError(400, 'BOT_COMMAND_DESCRIPTION_INVALID');
  }
  if (commands.length > 0) bot.commands.set(commandKey(scope, language), commands);
  else bot.commands.delete(commandKey(scope, language));
}

/** What a person sees in the private chat with a bot: the nearest scope, then the language. */
export function commandsInPrivate(
  bot: Bot,
  personId: number,
  language: string,
): readonly BotCommand[] {
  for (const scope of [`chat:${personId}`, 'all_private_chats', 'default']) {
    const list =
      bot.commands.get(commandKey(scope, language)) ?? bot.commands.get(commandKey(scope, ''));
    if (list) return list;
  }
  return [];
}
