import type { World } from '../../world/world.ts';
import { tooManyRequests } from '../bot-api-error.ts';

/**
 * How much a bot may send (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 * Telegram lets short bursts pass without saying how long: the `Burst`s are the box's guess.
 */
export type LimitSettings = {
  enabled: boolean;
  /** Messages a second to one private chat, and how many may come at once. */
  chatPerSecond: number;
  chatBurst: number;
  /** Messages a minute to one group. */
  groupPerMinute: number;
  /** Messages a second to all chats together, and how many may come at once. */
  allPerSecond: number;
  allBurst: number;
};

const telegrams: LimitSettings = {
  enabled: true,
  chatPerSecond: 1,
  chatBurst: 20,
  groupPerMinute: 20,
  allPerSecond: 30,
  allBurst: 60,
};

/** A bucket that fills at a rate and gives one per message. */
type Bucket = { left: number; filledAt: number };

export type RateLimits = {
  readonly settings: LimitSettings;
  /** Forgets what was sent. */
  reset(): void;
  /**
   * Counts messages to a chat.
   *
   * @throws BotApiError 429 with `retry_after`; nothing is counted then
   */
  spend(botId: number, chatId: number, messages: number): void;
};

/** Limits by the world's clock. */
export function createRateLimits(world: World): RateLimits {
  const settings = { ...telegrams };
  const buckets = new Map<string, Bucket>();

  function bucketOf(name: string, perSecond: number, most: number): Bucket {
    const now = world.clock.now();
    const bucket = buckets.get(name) ?? { left: most, filledAt: now };
    const gained = (Math.max(0, now - bucket.filledAt) / 1000) * perSecond;
    bucket.left = Math.min(most, bucket.left + gained);
    bucket.filledAt = now;
    buckets.set(name, bucket);
    return bucket;
  }

  return {
    settings,
    reset: () => buckets.clear(),
    spend(botId, chatId, messages) {
      if (!settings.enabled) return;
      const group = chatId < 0;
      const chatRate = group ? settings.groupPerMinute / 60 : settings.chatPerSecond;
      const chatMost = group ? settings.groupPerMinute : settings.chatBurst;
      const asked = [
        { bucket: bucketOf(`${botId}/${chatId}`, chatRate, chatMost), rate: chatRate },
        {
          bucket: bucketOf(`${botId}`, settings.allPerSecond, settings.allBurst),
          rate: settings.allPerSecond,
        },
      ];
      const waits = asked.map(({ bucket, rate }) => Math.max(0, (1 - bucket.left) / rate));
      const wait = Math.max(...waits);
      if (wait > 0) throw tooManyRequests(Math.max(1, Math.ceil(wait)));
      for (const { bucket } of asked) bucket.left -= messages; // an album may overdraw
    },
  };
}
