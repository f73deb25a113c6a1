import type { StoredPhoto } from '../files/file.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { claimUsername } from '../users/username.ts';
import { announce, type World } from '../world.ts';
import type { Chat } from './chat.ts';
import { checkChatUsername, cleanAbout, cleanTitle } from './chat-texts.ts';
import { requireAllowed, requirePresent, requireRight } from './member-of.ts';
import { postService } from './post-message.ts';
import type { BannedRights } from './rights.ts';

/** The steps of slow mode that Telegram offers, in seconds. */
const SLOW_MODES = [0, 5, 10, 30, 60, 300, 900, 3600];

/** Gives the chat another name. @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_TITLE_EMPTY, CHAT_NOT_MODIFIED */
export function setTitle(
  world: World,
  actor: User,
  chat: Chat,
  wanted: string,
  session?: string,
): void {
  requireAllowed(world, chat, actor.id, 'changeInfo');
  const title = cleanTitle(wanted);
  if (title === chat.title) throw new TelegramError(400, 'CHAT_NOT_MODIFIED');
  chat.title = title;
  chat.version++;
  announce(world, { kind: 'chat', chatId: chat.id, session });
  postService(world, actor.id, chat, { kind: 'titleChanged', title }, {}, session);
}

/** @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_ABOUT_TOO_LONG, CHAT_ABOUT_NOT_MODIFIED */
export function setAbout(world: World, actor: User, chat: Chat, wanted: string): void {
  requireAllowed(world, chat, actor.id, 'changeInfo');
  const about = cleanAbout(wanted);
  if (about === chat.about) throw new TelegramError(400, 'CHAT_ABOUT_NOT_MODIFIED');
  chat.about = about;
  announce(world, { kind: 'chat', chatId: chat.id });
}

/** Gives the chat a picture, or takes it away. @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED */
export function setPhoto(
  world: World,
  actor: User,
  chat: Chat,
  photo: StoredPhoto | undefined,
  session?: string,
): void {
  requireAllowed(world, chat, actor.id, 'changeInfo');
  if (photo === chat.photo) throw new TelegramError(400, 'CHAT_NOT_MODIFIED');
  chat.photo = photo;
  announce(world, { kind: 'chat', chatId: chat.id, session });
  const service = photo
    ? ({ kind: 'photoChanged', photo } as const)
    : { kind: 'photoDeleted' as const };
  postService(world, actor.id, chat, service, {}, session);
}

/**
 * Makes a channel or supergroup public under a username, or private; only its owner may.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED
 */
export function setChatUsername(
  world: World,
  actor: User,
  chat: Chat,
  username: string | undefined,
): void {
  requirePresent(world, chat, actor.id);
  if (chat.creatorId !== actor.id) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  if (username === chat.username) throw new TelegramError(400, 'USERNAME_NOT_MODIFIED');
  if (username !== undefined) checkChatUsername(world, chat, username);
  claimUsername(world, chat, username);
  announce(world, { kind: 'chat', chatId: chat.id });
}

/** Sets how long members wait between messages. @throws TelegramError CHAT_ADMIN_REQUIRED, SECONDS_INVALID, CHAT_NOT_MODIFIED */
export function setSlowMode(
  world: World,
  actor: User,
  chat: Chat,
  seconds: number,
  session?: string,
): void {
  requireRight(world, chat, actor.id, 'banUsers');
  if (!SLOW_MODES.includes(seconds)) throw new TelegramError(400, 'SECONDS_INVALID');
  if (seconds === chat.slowModeSeconds) throw new TelegramError(400, 'CHAT_NOT_MODIFIED');
  chat.slowModeSeconds = seconds;
  chat.lastPosts.clear();
  announce(world, { kind: 'chat', chatId: chat.id, session });
}

/** Whether joining takes consent, and who sees the members. @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED */
export function setSwitch(
  world: World,
  actor: User,
  chat: Chat,
  name: 'joinRequest' | 'participantsHidden' | 'signatures',
  on: boolean,
  session?: string,
): void {
  const right = name === 'signatures' ? 'changeInfo' : 'banUsers';
  requireRight(world, chat, actor.id, right);
  if (chat[name] === on) throw new TelegramError(400, 'CHAT_NOT_MODIFIED');
  chat[name] = on;
  announce(world, { kind: 'chat', chatId: chat.id, session });
}

/** What members may not do from now on. @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED */
export function setDefaultBanned(
  world: World,
  actor: User,
  chat: Chat,
  rights: BannedRights,
  session?: string,
): void {
  requireRight(world, chat, actor.id, 'banUsers');
  if (JSON.stringify(rights) === JSON.stringify(chat.defaultBanned)) {
    throw new TelegramError(400, 'CHAT_NOT_MODIFIED');
  }
  chat.defaultBanned = rights;
  chat.version++;
  announce(world, { kind: 'chat', chatId: chat.id, session });
}
