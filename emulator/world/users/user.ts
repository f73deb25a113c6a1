/** Who may do something to a user. */
export type Audience = 'everyone' | 'contacts' | 'nobody';

/** A user's privacy settings, as far as the world acts on them. */
export type Privacy = {
  /**
   * Who may write first: `premium` lets in contacts and Premium accounts, `paid` asks strangers
   * for `stars` per message. People the user has written to may always answer.
   */
  messages: 'everyone' | 'contacts' | 'premium' | 'paid';
  /** The price of a stranger's message in Telegram Stars, when `messages` is `paid`. */
  stars: number;
  /** Who finds the user by phone number. */
  findByPhone: 'everyone' | 'contacts';
  /** Who sees the phone number. */
  phoneNumber: Audience;
  /** Who sees when the user was online. */
  lastSeen: Audience;
  /** Who may send voice messages and round videos. */
  voiceMessages: Audience;
  /** Who may add the user to groups and channels. */
  chatInvite: Audience;
};

/** How much an account may do before Telegram stops it. */
export type SpamLimit = {
  /** Conversations with strangers that may be started in 24 hours of the world's time. */
  strangersPerDay: number;
  /** People other than mutual contacts who may be added to chats in 24 hours. */
  addsPerDay: number;
  /** Channels and supergroups that the account can be in. */
  channels: number;
  /** Messages in any minute before FLOOD_WAIT; unlimited when absent. */
  messagesPerMinute?: number | undefined;
};

/** A person in somebody's address book, under the name given there. */
export type Contact = {
  firstName: string;
  lastName?: string | undefined;
  phone?: string | undefined;
};

/** What a password check needs to know (https://core.telegram.org/api/srp); never the password. */
export type Password = {
  salt1: Buffer;
  salt2: Buffer;
  verifier: Buffer;
  hint?: string | undefined;
};

export type User = {
  readonly id: number;
  firstName: string;
  lastName?: string | undefined;
  username?: string | undefined;
  /** Digits only, with the country code. */
  phone?: string | undefined;
  bio?: string | undefined;
  language: string;
  bot: boolean;
  premium: boolean;
  verified: boolean;
  /** Telegram's own people: the service chat and the like. */
  support: boolean;
  deleted: boolean;
  banned: boolean;
  /** Frozen accounts may read, but not act (https://core.telegram.org/api/auth#frozen-accounts). */
  frozen: boolean;
  /** Shown in the profile flags (`restricted`, `restriction_reason`). */
  restricted?: { reason: string } | undefined;
  /** A spam limit in force: no first messages to strangers; `until` is missing if it has no end. */
  limited?: { until?: number | undefined } | undefined;
  spamLimit: SpamLimit;
  privacy: Privacy;
  password?: Password | undefined;
  readonly contacts: Map<number, Contact>;
  /** Those who have this user in their contacts. */
  readonly contactOf: Set<number>;
  readonly blocked: Set<number>;
  /** When the user is online until, or was online last: world's time in seconds. */
  onlineUntil: number;
  /** First messages to strangers: world's times in milliseconds, oldest first. */
  readonly strangerTimes: number[];
  /** Direct adds to chats, likewise. */
  readonly addTimes: number[];
  /** Messages of the last minute, kept only when their rate is limited. */
  readonly messageTimes: number[];
};

/** Telegram's service account: login codes come from it. */
export const SERVICE_USER_ID = 777000;
