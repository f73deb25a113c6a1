import type { Copy } from './message.ts';

/**
 * A chat's number as the Bot API writes it: a user's id as it is, basic groups negative, channels
 * below -1,000,000,000,000. One number for every kind of peer keys dialogs and histories.
 */
export type ChatId = number;

/** What can happen in a box. */
export type BoxChange =
  | { kind: 'new'; copy: Copy }
  | { kind: 'edit'; copy: Copy }
  | { kind: 'delete'; ids: number[] }
  | { kind: 'readInbox'; chatId: ChatId; maxId: number; stillUnread: number }
  | { kind: 'readOutbox'; chatId: ChatId; maxId: number }
  | { kind: 'readContents'; ids: number[] };

/** A change with its place in the count of changes, `pts` (https://core.telegram.org/api/updates). */
export type BoxEvent = {
  readonly pts: number;
  readonly ptsCount: number;
  readonly change: BoxChange;
};

export type Dialog = {
  readonly chatId: ChatId;
  /** The owner's message numbers in this chat, ascending. */
  readonly ids: number[];
  readInboxMaxId: number;
  readOutboxMaxId: number;
  unread: number;
  /** The other side has written here. */
  answered: boolean;
  /** The latest message's world-wide id: dialogs are listed by it. */
  lastMessage: number;
};

/**
 * One owner's view: messages under the owner's own numbers, dialogs, and the log of changes. The
 * owner is a user, or a channel or supergroup, whose members all see its one box.
 */
export type Box = {
  readonly ownerId: ChatId;
  pts: number;
  /** Copies by number minus one. */
  readonly copies: Copy[];
  readonly dialogs: Map<ChatId, Dialog>;
  /**
   * The channels and supergroups that the owner is in. Their `ids` are the channel's own list, shared
   * by all; `unread` and `lastMessage` aren't kept up, but counted when they are asked for.
   */
  readonly channelDialogs: Map<ChatId, Dialog>;
  /** Dialogs, the latest first; dropped when a message changes the order. */
  dialogOrder?: Dialog[] | undefined;
  /** The latest changes, oldest first; earlier ones are gone (`differenceTooLong`). */
  readonly log: BoxEvent[];
  /** Finished sends by `random_id`, oldest first. */
  readonly sent: Map<bigint, Copy>;
  /** All that the owner sent and received, for the control API. */
  readonly outgoing: Copy[];
  readonly incoming: Copy[];
};

/** How many changes a box can replay: an account that missed more gets `differenceTooLong`. */
const LOG_LENGTH = 20_000;

/** The dialog with a chat, made when first needed. */
export function dialogOf(box: Box, chatId: ChatId): Dialog {
  let dialog = box.dialogs.get(chatId);
  if (!dialog) {
    dialog = {
      chatId,
      ids: [],
      readInboxMaxId: 0,
      readOutboxMaxId: 0,
      unread: 0,
      answered: false,
      lastMessage: 0,
    };
    box.dialogs.set(chatId, dialog);
    box.dialogOrder = undefined;
  }
  return dialog;
}

/** Writes an event to the log. Trimming takes half at once, so that it costs nothing per event. */
export function logEvent(box: Box, event: BoxEvent): void {
  box.log.push(event);
  if (box.log.length > LOG_LENGTH * 2) box.log.splice(0, LOG_LENGTH);
}

/** The copy with this number, unless there is none or it was deleted. */
export function copyById(box: Box, id: number): Copy | undefined {
  const copy = box.copies[id - 1];
  return copy?.deleted ? undefined : copy;
}

/** How many of the ascending numbers are below `limit`. */
export function countBelow(ids: readonly number[], limit: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The dialogs but those with channels by their latest message, the latest first; empty ones are left out. */
export function dialogsInOrder(box: Box): readonly Dialog[] {
  box.dialogOrder ??= [...box.dialogs.values()]
    .filter((dialog) => dialog.ids.length > 0)
    .sort((a, b) => b.lastMessage - a.lastMessage);
  return box.dialogOrder;
}
