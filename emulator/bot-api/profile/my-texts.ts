import type { BotDescription, BotName, BotShortDescription } from 'grammy/types';
import { changeUser } from '../../world/users/change-user.ts';
import { textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { languageOf } from './my-commands.ts';

/** Sets the name; without a language it is what everybody else sees, too. */
export function setMyName(call: BotCall): true {
  const name = readText(call, 'name', 64);
  setText(call, call.bot.names, name);
  if (languageOf(call) === '' && name !== '') {
    changeUser(call.world, call.self, { firstName: name });
  }
  return true;
}

export function getMyName(call: BotCall): BotName {
  return { name: textIn(call, call.bot.names) ?? call.self.firstName };
}

/** What stands in the empty chat with the bot. */
export function setMyDescription(call: BotCall): true {
  setText(call, call.bot.descriptions, readText(call, 'description', 512));
  return true;
}

export function getMyDescription(call: BotCall): BotDescription {
  return { description: textIn(call, call.bot.descriptions) ?? '' };
}

/** What stands on the bot's profile page. */
export function setMyShortDescription(call: BotCall): true {
  const text = readText(call, 'short_description', 120);
  setText(call, call.bot.shortDescriptions, text);
  if (languageOf(call) === '') changeUser(call.world, call.self, { bio: text || null });
  return true;
}

export function getMyShortDescription(call: BotCall): BotShortDescription {
  return { short_description: textIn(call, call.bot.shortDescriptions) ?? '' };
}

function readText({ args }: BotCall, name: string, longest: number): string {
  const text = textOf(args, name).trim();
  if ([...text].length > longest) throw badRequest(`${name.replaceAll('_', ' ')} is too long`);
  return text;
}

function setText(call: BotCall, texts: Map<string, string>, text: string): void {
  if (text === '') texts.delete(languageOf(call));
  else texts.set(languageOf(call), text);
}

const textIn = (call: BotCall, texts: ReadonlyMap<string, string>) =>
  texts.get(languageOf(call)) ?? texts.get('');
