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
  checkRate(world, from);
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
  noteMessage(world, from);
}

/** Refuses more messages in a minute than the sender may write. @throws TelegramError FLOOD_WAIT_n */
export function checkRate(world: World, from: User): void {
  const perMinute = from.spamLimit.messagesPerMinute;
  if (perMinute === undefined) return;
  const now = world.clock.now();
  dropOlder(from.messageTimes, now - MINUTE_MS);
  const oldest = from.messageTimes[from.messageTimes.length - perMinute];
  if (oldest === undefined) return;
  const seconds = Math.max(1, Math.ceil((oldest + MINUTE_MS - now) / 1000));
  throw new TelegramError(420, `FLOOD_WAIT_${seconds}`);
}

/** Counts a message toward the rate, which matters only where it is limited. */
export function noteMessage(world: World, from: User): void {
  if (from.spamLimit.messagesPerMinute !== undefined) from.messageTimes.push(world.clock.now());
}

/**
 * Counts somebody who is added to a chat without being a mutual contact. Too many of them limit the
 * account for a day.
 *
 * @throws TelegramError PEER_FLOOD
 */
export function checkAddLimit(world: World, from: User): void {
  if (isLimited(world, from)) throw new TelegramError(400, 'PEER_FLOOD');
  const now = world.clock.now();
  dropOlder(from.addTimes, now - DAY_MS);
  if (from.addTimes.length >= from.spamLimit.addsPerDay) {
    from.limited = { until: now + DAY_MS };
    throw new TelegramError(400, 'PEER_FLOOD');
  }
  from.addTimes.push(now);
}

function dropOlder(times: number[], limit: number): void {
  let old = 0;
  while (old < times.length && (times[old] ?? 0) <= limit) old++;
  if (old > 0) times.splice(0, old);
}
