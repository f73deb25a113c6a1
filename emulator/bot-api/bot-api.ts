import type { CallCounts } from '../calls/call-counts.ts';
import type { FaultStore } from '../calls/faults.ts';
import type { Bot } from '../world/bots/bot.ts';
import type { User } from '../world/users/user.ts';
import type { World } from '../world/world.ts';
import type { Arguments } from './arguments.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import type { UpdateQueues } from './updates/update-queue.ts';

/** The Bot API's server: the world behind it, and what it keeps of its own. */
export type BotApi = {
  readonly world: World;
  readonly faults: FaultStore;
  readonly calls: CallCounts;
  readonly queues: UpdateQueues;
  readonly limits: RateLimits;
  readonly log: (text: string) => void;
};

/** One call of a method by a bot. */
export type BotCall = {
  readonly api: BotApi;
  readonly world: World;
  readonly bot: Bot;
  /** The bot's user. */
  readonly self: User;
  readonly args: Arguments;
  /** Ends when the caller hangs up. */
  readonly hungUp: AbortSignal;
};
