import { TelegramError } from '../telegram-error.ts';
import { usernameIsValid } from '../users/username.ts';
import type { World } from '../world.ts';
import type { Chat } from './chat.ts';

/** Limits in characters (https://limits.tginfo.me). */
const LONGEST_TITLE = 128;
const LONGEST_ABOUT = 255;

/** @throws TelegramError CHAT_TITLE_EMPTY */
export function cleanTitle(title: string): string {
  const clean = title.trim().slice(0, LONGEST_TITLE);
  if (clean === '') throw new TelegramError(400, 'CHAT_TITLE_EMPTY');
  return clean;
}

/** @throws TelegramError CHAT_ABOUT_TOO_LONG */
export function cleanAbout(about: string): string {
  const clean = about.trim();
  if (clean.length > LONGEST_ABOUT) throw new TelegramError(400, 'CHAT_ABOUT_TOO_LONG');
  return clean;
}

/** Whether a chat may take a username. @throws TelegramError USERNAME_INVALID, USERNAME_OCCUPIED */
export function checkChatUsername(world: World, chat: Chat | undefined, username: string): void {
  if (!usernameIsValid(username)) throw new TelegramError(400, 'USERNAME_INVALID');
  const owner = world.userIdsByUsername.get(username.toLowerCase());
  if (owner !== undefined && owner !== chat?.id) throw new TelegramError(400, 'USERNAME_OCCUPIED');
}
