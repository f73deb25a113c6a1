import type { MediaType } from '../../../contract/messages.ts';
import type { ProxyType } from '../../config/config.ts';

/** How a bot's calls leave this machine. Proxies of Telegram's own kind don't carry the Bot API. */
export type BotProxy = {
  type: ProxyType;
  host: string;
  port: number;
  username?: string;
  password?: string;
};

/** Who a bot is, as Telegram tells it. */
export type BotProfile = {
  telegramId: number;
  /** Without the @. */
  username: string;
  name: string;
};

/** Somebody who uses a bot. */
export type BotPerson = {
  telegramId: number;
  /** Lower case, without the @. */
  username: string | null;
  firstName: string;
  lastName: string;
  /** Of their app, as an IETF tag. */
  language: string | null;
};

/**
 * One thing that happened to a bot, in the order of `updateId`. It is kept as JSON until it is done
 * with; moments are ISO 8601.
 */
export type BotUpdate = { updateId: number; chatId: number; from: BotPerson } & (
  | {
      kind: 'message';
      messageId: number;
      /** A group's messages are only heard where somebody put the bot into one. */
      isPrivate: boolean;
      /** The topic of a forum group. */
      threadId?: number;
      sentAt: string;
      /** Written, or under the file. */
      text: string;
      file?: BotFile;
      /** Of groups alone. */
      photo?: BotFile;
    }
  /** A button under one of the bot's messages was pressed. */
  | {
      kind: 'button';
      callbackId: string;
      messageId: number;
      isPrivate: boolean;
      data: string;
      threadId?: number;
    }
  /** The person stopped the bot in Telegram itself, or let it in again. */
  | { kind: 'membership'; isBlocked: boolean; at: string }
  /** Somebody connected the bot to their Telegram Business account, changed what it may, or ended it. */
  | ({ kind: 'business_connection' } & BusinessState)
  /** A message of a private chat of such an account; `from` is the person it was written with. */
  | { kind: 'business_message'; connectionId: string; message: BusinessMessage }
  /** The person is about to pay an invoice: Telegram takes the money if that is answered in 10 s. */
  | ({ kind: 'checkout'; checkoutId: string } & Paid)
  /** The person paid. */
  | ({ kind: 'payment'; messageId: number; chargeId: string } & Paid)
  /** The person got a payment back. */
  | ({ kind: 'refund'; chargeId: string } & Paid)
);

/** @param payload what the invoice carried */
type Paid = { payload: string; stars: number };

/** A Business account's connection to the bot, as Telegram tells it. */
export type BusinessState = {
  connectionId: string;
  owner: BotPerson;
  isEnabled: boolean;
  mayReply: boolean;
  mayRead: boolean;
};

export type BusinessMessage = {
  messageId: number;
  /** Written by the account's owner. */
  isOwn: boolean;
  /** Sent by Telegram for the owner: a greeting, an away message, something scheduled. */
  isAutomatic: boolean;
  sentAt: string;
  type: 'text' | MediaType;
  /** The text, or the caption of a file. */
  text: string;
  file?: BusinessFile;
};

/** What is said in the name of a Business account, as it stands: without formatting. */
export type OwnersWords = {
  /** The text, or the caption of the file. */
  text: string;
  media?: {
    type: MediaType;
    /** Absolute. */
    path: string;
    filename: string;
    width?: number;
    height?: number;
    /** Whole seconds. */
    durationSeconds?: number;
  };
};

export type BusinessFile = {
  fileId: string;
  mimeType: string;
  /** Bytes; 0 where Telegram doesn't say. */
  size: number;
  fileName?: string;
  durationSeconds?: number;
  width?: number;
  height?: number;
};

/** A document, as Telegram's servers keep it. */
export type BotFile = { fileId: string; name: string; size: number };

/** What a person is asked to pay, in Telegram's Stars. */
export type BotInvoice = { title: string; about: string; payload: string; stars: number };

export type BotButton = { text: string } & ({ data: string } | { url: string });

export type BotCommandLine = { command: string; description: string };

export type BotProblem =
  /** The token is not, or no longer, good. */
  | { kind: 'unauthorized'; code: string }
  /** Somebody else is reading this bot's updates at the same time. */
  | { kind: 'conflict'; code: string }
  /** The person stopped the bot, or never wrote to it. */
  | { kind: 'blocked'; code: string }
  | { kind: 'flood_wait'; seconds: number; code: string }
  /** The message is already like that, too old, or gone. */
  | { kind: 'not_changed'; code: string }
  /** The topic of a group is gone. */
  | { kind: 'no_thread'; code: string }
  /** There is no such business connection, or not any more. */
  | { kind: 'connection_ended'; code: string }
  /** The owner of the business account didn't give the bot the right to this. */
  | { kind: 'right_missing'; code: string }
  /** The person wrote to the business account more than 24 hours ago, or never. */
  | { kind: 'window_closed'; code: string }
  /** The proxy lets nothing through, so nothing was asked: `mtproto_proxy` is of the wrong kind. */
  | { kind: 'proxy_unavailable'; code: 'proxy_unavailable' | 'mtproto_proxy' }
  /**
   * Telegram is out of reach or out of order: it may have done what was asked, or not.
   * `neverLeft`: not, for there was nobody to ask.
   */
  | { kind: 'unavailable'; code: string; neverLeft?: true }
  /** Any other refusal. */
  | { kind: 'refused'; code: string };

export class BotError extends Error {
  readonly problem: BotProblem;

  constructor(problem: BotProblem, cause?: unknown) {
    super(`Bot API: ${problem.code}`, { cause });
    this.name = 'BotError';
    this.problem = problem;
  }
}

/** What Telegram says of its posting; `lastError`: its own words. */
export type WebhookState = {
  url: string;
  /** Updates that wait to be posted. */
  waiting: number;
  lastError: { at: Date; message: string } | undefined;
};

/** One bot by its token. Every method may throw `BotError`. */
export type BotConnection = {
  profile(): Promise<BotProfile>;
  /**
   * Waits for what happens, up to half a minute.
   * @param after what came up to this update is done with, and Telegram may forget it; 0: nothing
   * @returns what concerns us, and the last update's number even when none does
   */
  hear(after: number, signal: AbortSignal): Promise<{ updates: BotUpdate[]; last: number }>;
  /** Has what happens posted to `url` instead, with `secret` in a header; what waits is posted too. */
  setWebhook(url: string, secret: string): Promise<void>;
  /** Back to `hear`; what waits is kept. */
  deleteWebhook(): Promise<void>;
  webhook(): Promise<WebhookState>;
  /** The menu of commands; `chatId` for one chat alone. */
  showCommands(
    commands: readonly BotCommandLine[],
    language: string | undefined,
    chatId: number | undefined,
  ): Promise<void>;
  /** Ends the spinner on a pressed button. */
  answerButton(callbackId: string): Promise<void>;
  /** Lets the money be taken, or says why not. */
  answerCheckout(checkoutId: string, refusal: string | undefined): Promise<void>;
  /** Gives a payment back; what was given back already is as good as done. */
  refundStars(payerId: number, chargeId: string): Promise<void>;
  deleteMessage(chatId: number, messageId: number): Promise<void>;
  /** What a group is, and what the bot may do in it. */
  lookAtGroup(chatId: number): Promise<BotGroup>;
  /** @returns the topic's number */
  createTopic(chatId: number, title: string): Promise<number>;
  /** @param change what is left out stays */
  changeTopic(
    chatId: number,
    threadId: number,
    change: { title?: string; isClosed?: boolean },
  ): Promise<void>;
  /** With all that was written there. */
  deleteTopic(chatId: number, threadId: number): Promise<void>;
  /** @throws BotError connection_ended */
  businessConnection(connectionId: string): Promise<BusinessState>;
  /** Shows the person that their messages were read up to this one. */
  readBusinessMessage(connectionId: string, chatId: number, messageId: number): Promise<void>;
  /** Shows the person for some seconds that something is being written. */
  showBusinessTyping(connectionId: string, chatId: number): Promise<void>;
  /** @param file up to 20 MB: Telegram gives bots no more */
  download(file: Pick<BotFile, 'fileId' | 'size'>): Promise<Uint8Array>;
};

export type BotGroup = {
  title: string;
  hasTopics: boolean;
  /** The bot is an administrator and may make, change and close topics. */
  mayManageTopics: boolean;
};

/** Telegram for bots. Adapter: `grammy-bots.ts`. */
export type TelegramBots = {
  /** @param proxy every call goes through it, and none past it */
  open(token: string, proxy: BotProxy | undefined): BotConnection;
  /** An update as Telegram posts it; undefined: it is none of our concern. */
  readPosted(update: { update_id: number }): BotUpdate | undefined;
};

declare const sealed: unique symbol;
/** The way out, closed: only `sending-port.ts` can open it. */
export type SealedBotSending = { readonly [sealed]: true };
