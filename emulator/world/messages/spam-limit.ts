import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { boxOf } from './box-of.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Whether a spam limit is in force; one that has run out is forgotten. */
export function isLimited(world: World, user: User): boolean {
  if (user.limited?.until !== undefined && user.limited.until <= world.clock.now()) {
    user.limited = undefined;
  }
  return user.limited !== undefined || user.restricted !== undefined;
}

/**
 * Counts a message against the sender's limits. Telegram doesn't publish its rules; these have
 * their shape: too many first messages to strangers limit the account for a day, and a limited
 * account may still write to those who know it (https://telegram.org/faq_spam).
 *
 * @throws TelegramError FLOOD_WAIT_n, PEER_FLOOD
 */
export function checkSpamLimit(world: World, from: User, to: User, known: boolean): void {
  const now = world.clock.now();
  const perMinute = from.spamLimit.messagesPerMinute;
  if (perMinute !== undefined) {
    dropOlder(from.messageTimes, now - MINUTE_MS);
    const oldest = from.messageTimes[from.messageTimes.length - perMinute];
    if (oldest !== undefined) {
      const seconds = Math.max(1, Math.ceil((oldest + MINUTE_MS - now) / 1000));
      throw new TelegramError(420, `FLOOD_WAIT_${seconds}`);
    }
  }

  if (!known) {
    if (isLimited(world, from)) throw new TelegramError(400, 'PEER_FLOOD');
    const startsConversation = !boxOf(world, from.id).dialogs.get(to.id)?.lastMessage;
    if (startsConversation) {
      dropOlder(from.strangerTimes, now - DAY_MS);
      if (from.strangerTimes.length >= from.spamLimit.strangersPerDay) {
        from.limited = { until: now + DAY_MS };
        throw new TelegramError(400, 'PEER_FLOOD');
      }
      from.strangerTimes.push(now);
    }
  }
  if (perMinute !== undefined) from.messageTimes.push(now);
}

function dropOlder(times: number[], limit: number): void {
  let old = 0;
  while (old < times.length && (times[old] ?? 0) <= limit) old++;
  if (old > 0) times.splice(0, old);
}
