import type { AccountConnection, Heard } from './edges/telegram-account/port.ts';
import type { BotConnection } from './edges/telegram-bot/port.ts';

/** A sender whose connection is open in this process, and in no other. */
export type HeldSender = HeldAccount | HeldBusiness;

export type HeldAccount = Held & { kind: 'account'; connection: AccountConnection };

/** A Business account that speaks through a bot: held by whoever holds the bot. */
export type HeldBusiness = Held & {
  kind: 'business';
  /** The bot's. */
  connection: BotConnection;
  /** Telegram's name for the account's connection to the bot. */
  connectionId: string;
};

type Held = {
  id: number;
  workspaceId: number;
  /** Grows with every hand-over; whatever is written for the sender is checked against it. */
  fence: number;
  usesProxy: boolean;
};

export type HeardItem = { sender: Pick<HeldSender, 'id' | 'workspaceId' | 'fence'>; heard: Heard };

/** What this process holds, and what came in through it and isn't stored yet. */
export type HeldSenders = {
  get(senderId: number): HeldSender | undefined;
  ids(): number[];
  add(sender: HeldSender): void;
  remove(senderId: number): HeldSender | undefined;
  /** Appends to the inbox and wakes whoever takes from it. */
  hear(item: HeardItem): void;
  /** Takes up to `limit` items off the inbox, in order. */
  takeHeard(limit: number): HeardItem[];
  onHeard(wake: () => void): void;
  /** Called when a connection opens or closes. */
  onChange(wake: (senderId: number) => void): void;
};

export function createHeldSenders(): HeldSenders {
  const senders = new Map<number, HeldSender>();
  let inbox: HeardItem[] = [];
  const heardWakes: (() => void)[] = [];
  const changeWakes: ((senderId: number) => void)[] = [];
  const changed = (senderId: number) => {
    for (const wake of changeWakes) wake(senderId);
  };
  return {
    get: (id) => senders.get(id),
    ids: () => [...senders.keys()],
    add(sender) {
      senders.set(sender.id, sender);
      changed(sender.id);
    },
    remove(id) {
      const sender = senders.get(id);
      senders.delete(id);
      if (sender) changed(id);
      return sender;
    },
    hear(item) {
      inbox.push(item);
      for (const wake of heardWakes) wake();
    },
    takeHeard(limit) {
      if (inbox.length <= limit) {
        const all = inbox;
        inbox = [];
        return all;
      }
      return inbox.splice(0, limit);
    },
    onHeard: (wake) => void heardWakes.push(wake),
    onChange: (wake) => void changeWakes.push(wake),
  };
}
