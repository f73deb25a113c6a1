import { connectionOf } from '../business/connect-bot.ts';
import { documentType } from '../files/file.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { boxOf } from './box-of.ts';
import type { Media } from './message.ts';
import { checkSpamLimit } from './spam-limit.ts';

/**
 * Whether `to` knows `from`: has them in the contacts, or has written to them. Who is known is no
 * stranger to any privacy or spam rule.
 */
export function isKnown(world: World, from: User, to: User): boolean {
  if (from.id === to.id || to.bot || to.support || to.contacts.has(from.id)) return true;
  return boxOf(world, from.id).dialogs.get(to.id)?.answered === true;
}

/**
 * Lets a message pass or throws what Telegram would answer
 * (https://core.telegram.org/method/messages.sendMessage#possible-errors).
 *
 * @param stars  Telegram Stars that the sender agreed to pay
 */
export function checkMayWrite(
  world: World,
  from: User,
  to: User,
  draft: { media?: Media | undefined; stars?: number | undefined },
): void {
  if (from.id === to.id || from.support) return;
  if (world.bots.has(from.id)) {
    checkBotMayWrite(world, from, to);
    return;
  }
  if (to.deleted || to.banned) throw new TelegramError(400, 'INPUT_USER_DEACTIVATED');
  if (from.blocked.has(to.id)) throw new TelegramError(400, 'YOU_BLOCKED_USER');
  if (to.blocked.has(from.id)) throw new TelegramError(403, 'USER_IS_BLOCKED');

  const known = isKnown(world, from, to);
  if (!known) checkPrivacy(from, to, draft.stars ?? 0);
  if (draft.media?.kind === 'document') {
    const type = documentType(draft.media.document);
    const allowed =
      to.privacy.voiceMessages === 'everyone' ||
      (to.privacy.voiceMessages === 'contacts' && to.contacts.has(from.id));
    if ((type === 'voice' || type === 'video_note') && !allowed) {
      throw new TelegramError(400, 'VOICE_MESSAGES_FORBIDDEN');
    }
  }
  checkSpamLimit(world, from, to, known);
}

/** A bot writes to those who have written to it first, and to no other bot. */
function checkBotMayWrite(world: World, bot: User, to: User): void {
  if (to.deleted || to.banned) throw new TelegramError(400, 'INPUT_USER_DEACTIVATED');
  if (to.bot) throw new TelegramError(403, 'USER_IS_BOT');
  if (to.blocked.has(bot.id)) throw new TelegramError(403, 'USER_IS_BLOCKED');
  const started = boxOf(world, bot.id).dialogs.get(to.id)?.answered === true;
  if (!started && connectionOf(world, to.id)?.botId !== bot.id) throw new TelegramError(403, 'PEER_ID_INVALID');
}

function checkPrivacy(from: User, to: User, stars: number): void {
  const { privacy } = to;
  if (privacy.messages === 'contacts') throw new TelegramError(403, 'USER_PRIVACY_RESTRICTED');
  if (privacy.messages === 'premium' && !from.premium) {
    throw new TelegramError(406, 'PRIVACY_PREMIUM_REQUIRED');
  }
  if (privacy.messages === 'paid' && stars < privacy.stars) {
    throw new TelegramError(403, `ALLOW_PAYMENT_REQUIRED_${privacy.stars}`);
  }
}
