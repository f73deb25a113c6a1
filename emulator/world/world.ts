import type { Bot } from './bots/bot.ts';
import type { CallbackQuery } from './bots/callback-query.ts';
import type { WebAppQuery } from './bots/web-app.ts';
import type { BusinessConnection } from './business/connection.ts';
import type { Chat, InviteLink } from './chats/chat.ts';
import type { Clock } from './clock.ts';
import type { StoredDocument, StoredPhoto, Upload } from './files/file.ts';
import type { Box, ChatId } from './messages/box.ts';
import type { Message } from './messages/message.ts';
import type { Checkout, Invoice, StarTransaction } from './payments/invoice.ts';
import type { Random } from './random.ts';
import type { AuthKey } from './sessions/auth-key.ts';
import type { Login } from './sessions/login.ts';
import type { User } from './users/user.ts';
import type { WorldEvent } from './world-event.ts';

/**
 * Everything there is: people, what they wrote, who is signed in. State and rules only; it knows
 * nothing of sockets. Operations are functions that take the world first, in the files beside.
 */
export type World = {
  readonly clock: Clock;
  readonly random: Random;
  /** Seeds the access hashes: see access-hash.ts. */
  readonly hashSecret: number;

  readonly users: Map<number, User>;
  readonly userIdsByPhone: Map<string, number>;
  /** Users and chats by username in lower case. */
  readonly userIdsByUsername: Map<string, ChatId>;

  readonly chats: Map<ChatId, Chat>;
  /** Invite links by the part after `t.me/+`. */
  readonly invites: Map<string, InviteLink>;

  /** Each user's own view of the messages, and the boxes of channels. */
  readonly boxes: Map<ChatId, Box>;
  /** Every message of the world in the order of its `id`, which is its place here plus one. */
  readonly messages: Message[];

  readonly photos: Map<bigint, StoredPhoto>;
  readonly documents: Map<bigint, StoredDocument>;
  /** Files being uploaded, by owner and the client's file id. */
  readonly uploads: Map<string, Upload>;

  /** Authorization keys by the hexadecimal key id. */
  readonly keys: Map<string, AuthKey>;
  /** The keys that are signed in, by user. */
  readonly keysByUser: Map<number, Set<AuthKey>>;
  /** Sign-ins under way, by phone code hash. */
  readonly logins: Map<string, Login>;
  /** The hash of the latest code sent to a phone number. */
  readonly lastLoginByPhone: Map<string, string>;

  /** Authorizations on their way to another data centre: the user by the hexadecimal token. */
  readonly exports: Map<string, number>;

  /** The bots that programs drive, by their user's id. */
  readonly bots: Map<number, Bot>;
  /** Presses of buttons that wait for their answer. */
  readonly callbackQueries: Map<string, CallbackQuery>;
  /** Mini Apps that are open, by their query. */
  readonly webAppQueries: Map<string, WebAppQuery>;
  /** Bots that look after people's accounts: all there ever were, and those in force by person. */
  readonly businessConnections: Map<string, BusinessConnection>;
  readonly connectionIdsByUser: Map<number, string>;

  /** Who has how many Telegram Stars. */
  readonly stars: Map<number, number>;
  /** Bills that anybody may pay, by the word in their link. */
  readonly invoiceLinks: Map<string, Invoice>;
  /** Payments that wait for their bot. */
  readonly checkouts: Map<string, Checkout>;
  /** Payments and refunds, oldest first. */
  readonly starTransactions: StarTransaction[];

  /** Told of each change, in order, inside the operation that made it. */
  readonly listeners: Set<(event: WorldEvent) => void>;
};

/** Tells everyone who listens. */
export function announce(world: World, event: WorldEvent): void {
  for (const listener of world.listeners) listener(event);
}
