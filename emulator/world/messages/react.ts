import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { Copy } from './message.ts';

/** How many reactions one may put under a message: with Premium more. */
const MOST = 1;
const MOST_WITH_PREMIUM = 3;

/**
 * Puts reactions under a message in place of those that were there; none takes them away.
 *
 * @param emoji  each a single emoji
 * @throws TelegramError REACTION_INVALID, REACTIONS_TOO_MANY, MESSAGE_NOT_MODIFIED
 */
export function react(world: World, user: User, copy: Copy, emoji: readonly string[]): void {
  const { message } = copy;
  if (emoji.length > (user.premium ? MOST_WITH_PREMIUM : MOST)) {
    throw new TelegramError(400, 'REACTIONS_TOO_MANY');
  }
  if (message.service || !emoji.every(isEmoji)) throw new TelegramError(400, 'REACTION_INVALID');
  const before = message.reactions?.get(user.id) ?? [];
  if (before.join() === emoji.join()) throw new TelegramError(400, 'MESSAGE_NOT_MODIFIED');
  message.reactions ??= new Map();
  if (emoji.length > 0) message.reactions.set(user.id, emoji);
  else message.reactions.delete(user.id);
  announce(world, { kind: 'reaction', message, userId: user.id, before, after: emoji });
}

/** One picture, or several joined into one, with their skin tones and variants. */
const SINGLE_EMOJI = /^\p{ExtPict}(?:\ufe0f|\p{EMod})*(?:\u200d\p{ExtPict}(?:\ufe0f|\p{EMod})*)*$/u;

const isEmoji = (text: string) => SINGLE_EMOJI.test(text);
