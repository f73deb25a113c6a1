import type { Update } from 'grammy/types';
import type { World } from '../../world/world.ts';

/** How long an update is kept for its bot, in world's milliseconds. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The kinds that a bot gets only when it asks for them by name. */
const onRequest = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

export type UpdateKind = Exclude<keyof Update, 'update_id'>;

/** An update that its bot hasn't taken yet. */
export type Pending = {
  readonly update: Update;
  /** Updates of one chat reach a webhook one after the other. */
  readonly chatId: number;
  readonly expiresAt: number;
};

/** Where a bot wants its updates sent to. */
export type Webhook = {
  readonly url: string;
  readonly secret: string;
  readonly maxConnections: number;
  readonly ipAddress: string | undefined;
  lastError?: { date: number; message: string } | undefined;
};

/** One bot's updates. */
export type UpdateQueue = {
  readonly botId: number;
  nextId: number;
  pending: Pending[];
  /** The kinds that the bot asked for; undefined for the usual ones. */
  allowed: ReadonlySet<string> | undefined;
  webhook: Webhook | undefined;
  /** Told when an update comes or the webhook changes. */
  readonly wakers: Set<() => void>;
  /** Ends the long poll under way. */
  interrupt: ((reason: string) => void) | undefined;
};

/** The queues of all bots. */
export type UpdateQueues = {
  /** The bot's queue, made when first needed. */
  of(botId: number): UpdateQueue;
};

/** @param begun  told of each queue that is made */
export function createQueues(world: World, begun: (queue: UpdateQueue) => void): UpdateQueues {
  const queues = new Map<number, UpdateQueue>();
  return {
    of(botId) {
      const known = queues.get(botId);
      if (known) return known;
      const queue: UpdateQueue = {
        botId,
        nextId: 100_000_000 + world.random.int(800_000_000),
        pending: [],
        allowed: undefined,
        webhook: undefined,
        wakers: new Set(),
        interrupt: undefined,
      };
      queues.set(botId, queue);
      begun(queue);
      return queue;
    },
  };
}

/** Adds an update, unless the bot doesn't want its kind. */
export function pushUpdate(
  world: World,
  queue: UpdateQueue,
  kind: UpdateKind,
  content: object,
  chatId: number,
): void {
  const wanted = queue.allowed ? queue.allowed.has(kind) : !onRequest.has(kind);
  if (!wanted) return;
  const update: Update = { update_id: queue.nextId++, [kind]: content };
  dropExpired(world, queue);
  queue.pending.push({ update, chatId, expiresAt: world.clock.now() + KEPT_MS });
  wake(queue);
}

export function dropExpired(world: World, queue: UpdateQueue): void {
  const now = world.clock.now();
  const first = queue.pending[0];
  if (first && first.expiresAt <= now) {
    queue.pending = queue.pending.filter(({ expiresAt }) => expiresAt > now);
  }
}

export function wake(queue: UpdateQueue): void {
  for (const waker of [...queue.wakers]) waker();
}
