import type { BotConnection } from './edges/telegram-bot/port.ts';

/** A bot whose updates this process hears, and no other. */
export type OpenBot = {
  id: number;
  workspaceId: number;
  /** Grows with every hand-over. */
  fence: number;
  connection: BotConnection;
  pace: Pace;
};

/** The bots that this process holds. */
export type HeldBots = {
  get(botId: number): OpenBot | undefined;
  list(): OpenBot[];
  add(bot: OpenBot): void;
  remove(botId: number): void;
  /** Called when a bot is opened. */
  onOpen(wake: () => void): void;
};

export function createHeldBots(): HeldBots {
  const bots = new Map<number, OpenBot>();
  const wakes: (() => void)[] = [];
  return {
    get: (id) => bots.get(id),
    list: () => [...bots.values()],
    add(bot) {
      bots.set(bot.id, bot);
      for (const wake of wakes) wake();
    },
    remove: (id) => void bots.delete(id),
    onOpen: (wake) => void wakes.push(wake),
  };
}

/** How often a bot may say something by itself. What it answers isn't held back, but counts. */
export type Pace = {
  /** When it may say something in this chat. */
  freeAt(chatId: number, now: Date): Date;
  /** It is about to say something there. */
  take(chatId: number, now: Date): void;
  /** Telegram asks to wait. */
  hold(chatId: number, until: Date): void;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** Telegram allows 30; some are left to answers. */
const MOST_A_SECOND = 25;
/** Telegram allows 20 in a group. */
const MOST_A_MINUTE_IN_GROUP = 18;
/** Beyond it chats that have long been free are forgotten. */
const MOST_CHATS = 5_000;

/**
 * Telegram's limits of bots: one message a second to a person, 20 a minute to a group (whose id is
 * negative), 30 a second in all.
 */
export function createPace(): Pace {
  let latest: number[] = [];
  const chats = new Map<number, { taken: number[]; heldUntil: number }>();
  const chatOf = (chatId: number, now: number) => {
    const known = chats.get(chatId);
    if (known) return known;
    if (chats.size > MOST_CHATS)
      for (const [id, { taken, heldUntil }] of chats)
        if (heldUntil < now && (taken.at(-1) ?? 0) < now - MINUTE_MS) chats.delete(id);
    const chat = { taken: [], heldUntil: 0 };
    chats.set(chatId, chat);
    return chat;
  };
  return {
    freeAt(chatId, now) {
      const { taken, heldUntil } = chatOf(chatId, now.getTime());
      const own =
        chatId < 0
          ? (taken.at(-MOST_A_MINUTE_IN_GROUP) ?? -MINUTE_MS) + MINUTE_MS
          : (taken.at(-1) ?? -SECOND_MS) + SECOND_MS;
      const all = (latest.at(-MOST_A_SECOND) ?? -SECOND_MS) + SECOND_MS;
      return new Date(Math.max(own, all, heldUntil));
    },
    take(chatId, now) {
      const chat = chatOf(chatId, now.getTime());
      chat.taken = [...chat.taken.slice(1 - MOST_A_MINUTE_IN_GROUP), now.getTime()];
      latest = [...latest.slice(1 - MOST_A_SECOND), now.getTime()];
    },
    hold(chatId, until) {
      const chat = chatOf(chatId, until.getTime());
      chat.heldUntil = Math.max(chat.heldUntil, until.getTime());
    },
  };
}
