import type { MediaType } from '../../../contract/messages.ts';
import type { ProxyType } from '../../config/config.ts';

/** How an account's connection leaves this machine. */
export type ProxySettings = {
  type: ProxyType;
  host: string;
  port: number;
  username?: string;
  /** Of mtproto proxies: the secret. */
  password?: string;
};

/** Who an account is, as Telegram tells it. */
export type AccountProfile = {
  telegramId: number;
  /** E.164, with the plus. */
  phone: string | null;
  username: string | null;
  firstName: string;
  lastName: string;
  /** Telegram's reasons why the account is restricted, empty when it isn't. */
  restrictions: string[];
};

/** A person as one account may address them. */
export type Peer = {
  userId: number;
  /** Signed 64-bit number as text. */
  accessHash: string;
  /** Lower case, without the @. */
  username: string | null;
  /** E.164, with the plus; only of those whose number the account may see. */
  phone: string | null;
  firstName: string;
  lastName: string;
};

/** Which person is meant; the first known way to reach them is taken. */
export type PeerQuery = {
  userId: number | null;
  accessHash: string | null;
  username: string | null;
  phone: string | null;
};

/** How one account addresses a group or a channel. */
export type ChatAddress = {
  /** The Bot API's number: negative, below -1,000,000,000,000 for supergroups and channels. */
  chatId: number;
  /** Signed 64-bit number as text; null for basic groups, which need none. */
  accessHash: string | null;
};

/** A group or channel as one account sees it. */
export type AccountChat = ChatAddress & {
  kind: 'group' | 'supergroup' | 'channel';
  title: string;
  /** Lower case, without the @. */
  username: string | null;
  /** How many people are in it, where Telegram tells. */
  members: number | null;
  place: 'creator' | 'admin' | 'member' | 'outside';
  /** Whether the account may add people and make invite links. */
  mayInvite: boolean;
};

/** A chat that the account administers. */
export type AdminChat = AccountChat & { place: 'creator' | 'admin' };

/**
 * How a person stands to a chat. `outside`: never there, or gone, which Telegram tells apart only
 * once they are to be added. Of a basic group nobody is told whom it banned.
 */
export type PlaceInChat = 'inside' | 'outside' | 'banned';

/** One page of a chat's people: no bots, nobody deleted, not the account itself. */
export type MembersPage = {
  people: Peer[];
  bots: number;
  deleted: number;
  /** Of the whole chat, as Telegram counts. */
  total: number;
  /** Where the next page begins; null: this was the last. */
  next: number | null;
};

/** A file that came with a message: what it is and where Telegram keeps it. */
export type Attachment = {
  /** Where the file stands, in the adapter's own words; works for this account only. */
  location: string;
  mimeType: string;
  /** Bytes. */
  size: number;
  fileName?: string;
  durationSeconds?: number;
  width?: number;
  height?: number;
};

export type HeardMessage = {
  /** The message's number in this account's own box. */
  telegramId: number;
  from: Peer;
  sentAt: Date;
  type: 'text' | MediaType;
  /** The text, or the caption of a file. */
  text: string;
  attachment?: Attachment;
  /** Of an own message: Telegram said it for the owner, who hasn't taken the dialog over by that. */
  isAutomatic?: true;
};

/** A file ready for Telegram, on this machine's disk. */
export type FileToUpload = {
  type: MediaType;
  /** Absolute. */
  path: string;
  /** Bytes. */
  size: number;
  mimeType: string;
  filename: string;
  width?: number;
  height?: number;
  /** Whole seconds. */
  durationSeconds?: number;
  /** Loudness of a voice: 100 numbers from 0 to 31. */
  waveform?: Uint8Array;
};

/** Where an account's stream of updates stands. */
export type UpdateState = { pts: number; qts: number; date: number; seq: number };

/** What an open connection tells its holder, in the order it happened. */
export type Heard =
  | { kind: 'message'; message: HeardMessage }
  /** Said from the account, by us or in an app of its own; `from` is the person it went to. */
  | { kind: 'own_message'; message: HeardMessage }
  | { kind: 'peer'; peer: Peer }
  /** All before this has been told: once that is stored, the state may be stored. */
  | { kind: 'state'; state: UpdateState }
  | { kind: 'connection'; state: 'connecting' | 'online' }
  /** The session died by itself; the connection is of no more use. */
  | { kind: 'lost'; problem: TelegramProblem };

/** Why Telegram did not do what was asked, in the words our reactions are written in. */
export type TelegramProblem =
  | { kind: 'flood_wait'; seconds: number; code: string }
  /** Too many strangers were written to: the account is limited. */
  | { kind: 'peer_flood'; code: string }
  | { kind: 'banned'; code: string }
  | { kind: 'frozen'; code: string }
  /** The session is no longer signed in. */
  | { kind: 'signed_out'; code: string }
  /** One of the two has blocked the other. */
  | { kind: 'blocked'; code: string }
  /** The person lets only some write: contacts, premium users, those who pay. */
  | { kind: 'privacy'; code: string }
  /** The person cannot be added to a chat: they don't allow it, or left it themselves. */
  | { kind: 'not_addable'; code: string }
  /** There is nobody there, or not for this account. */
  | { kind: 'peer_not_found'; code: string }
  /** The same random id is being sent at this moment: look into the history. */
  | { kind: 'duplicate'; code: string }
  /** The uploaded file is forgotten: upload again. */
  | { kind: 'upload_expired'; code: string }
  | { kind: 'invalid_media'; code: string }
  | { kind: 'code_invalid'; code: string }
  | { kind: 'code_expired'; code: string }
  | { kind: 'password_needed'; code: string }
  | { kind: 'password_invalid'; code: string }
  | { kind: 'phone_invalid'; code: string }
  | { kind: 'proxy_unavailable'; code: string }
  /** Only administrators of the chat may do that. */
  | { kind: 'not_admin'; code: string }
  /** There is no such chat, or it is closed to this account. */
  | { kind: 'chat_closed'; code: string }
  /** Whoever is to join or be added is in the chat already. */
  | { kind: 'already_member'; code: string }
  /** The chat lets in by request: an administrator of it has to agree. */
  | { kind: 'join_requested'; code: string }
  /** The account is in as many chats as Telegram allows. */
  | { kind: 'too_many_chats'; code: string }
  /** Telegram is out of reach or out of order: it may have done what was asked, or not. */
  | { kind: 'unavailable'; code: string }
  /** Any other refusal. */
  | { kind: 'refused'; code: string };

export class TelegramError extends Error {
  readonly problem: TelegramProblem;
  /** It answers a repeat: what was asked may have been done the first time. */
  readonly afterRepeat: boolean;

  constructor(problem: TelegramProblem, cause?: unknown, afterRepeat = false) {
    super(`Telegram: ${problem.code}`, { cause });
    this.name = 'TelegramError';
    this.problem = problem;
    this.afterRepeat = afterRepeat;
  }
}

export type OpenAccount = {
  /** The session in mtcute's string form, version 3. */
  session: string;
  proxy: ProxySettings | undefined;
  /** Where the updates stood when they were last stored; undefined begins with what comes now. */
  updates: UpdateState | undefined;
  onHeard: (heard: Heard) => void;
};

/** What a message looked for in the history is like. */
export type SentLike = {
  text: string;
  type: 'text' | MediaType;
  since: Date;
  except: readonly number[];
};

/** One live session. Every method may throw `TelegramError`. */
export type AccountConnection = {
  profile(): Promise<AccountProfile>;
  /** Whether Telegram's own @SpamBot calls the account limited. */
  spamStatus(): Promise<'free' | 'limited' | 'unknown'>;
  /** @throws TelegramError peer_not_found */
  resolve(query: PeerQuery): Promise<Peer>;
  /** Uploads a file once; the reference can then be sent many times by this account. */
  upload(file: FileToUpload): Promise<Uint8Array>;
  /** Writes the attachment's bytes to `path`. */
  download(attachment: Attachment, path: string): Promise<void>;
  /**
   * Looks for a message this account sent to the person.
   * @param like.since sent then or later
   * @param like.except numbers of messages that are accounted for: the same words may be said twice
   */
  findSent(
    peer: Pick<Peer, 'userId' | 'accessHash'>,
    like: SentLike,
  ): Promise<{ telegramId: number; sentAt: Date } | undefined>;
  /** Shows the person that their messages were read up to this one. */
  markRead(peer: Pick<Peer, 'userId' | 'accessHash'>, upTo: number): Promise<void>;
  /** Shows the person for some seconds that something is being written. */
  showTyping(peer: Pick<Peer, 'userId' | 'accessHash'>): Promise<void>;
  /**
   * Makes an invite link of the account's own, so that who comes by it can be counted.
   * @throws TelegramError not_admin, chat_closed
   */
  makeInviteLink(chat: ChatAddress, title: string): Promise<string>;
  /**
   * The people who came by a link of the account's since so many were `known`, the latest first (and
   * some of those known), and how many came in all.
   * @throws TelegramError not_admin, chat_closed
   */
  joinedByLink(
    chat: ChatAddress,
    link: string,
    known: number,
  ): Promise<{ userIds: number[]; count: number }>;
  /**
   * Where a person stands to a chat that the account administers, asked in one request.
   * @throws TelegramError not_admin, chat_closed, peer_not_found
   */
  placeInChat(chat: ChatAddress, peer: Pick<Peer, 'userId' | 'accessHash'>): Promise<PlaceInChat>;
  /** The chats that this account administers, those with the latest messages first. */
  adminChats(): Promise<AdminChat[]>;
  /**
   * One chat by @username, t.me link, invite link of a chat it is in, or number.
   * @throws TelegramError chat_closed
   */
  findChat(reference: string): Promise<AccountChat>;
  /** A chat that was found before, as it is now. @throws TelegramError chat_closed */
  lookAtChat(chat: ChatAddress): Promise<AccountChat>;
  /**
   * A page of the people of a chat, from the `from`-th on (0 at first).
   * @throws TelegramError not_admin, chat_closed
   */
  chatMembers(chat: ChatAddress, from: number): Promise<MembersPage>;
  /**
   * Comes into a public chat or one behind an invite link; harmless where it is in already.
   * @throws TelegramError chat_closed, join_requested, too_many_chats
   */
  joinChat(reference: string): Promise<AccountChat>;
  /**
   * Looks through the newest posts of a chat: counts as their viewer and marks them read.
   * @returns how many posts were new to the account
   */
  readChat(chat: ChatAddress): Promise<number>;
  logOut(): Promise<void>;
  /** Ends the connection, not the session. Safe to repeat. */
  close(): Promise<void>;
};

/** Where a sign-in by phone stands; kept sealed between its steps, so that a restart harms none. */
export type SignInState = {
  session: string;
  phone: string;
  phoneCodeHash: string;
  proxy?: ProxySettings;
};

export type SignInStep =
  | { step: 'code'; state: SignInState; via: 'app' | 'sms' | 'call' | 'other' }
  | { step: 'password'; state: SignInState; hint: string }
  | { step: 'done'; session: string; telegramId: number };

/** Telegram for user accounts. Adapter: `mtcute-accounts.ts`. */
export type TelegramAccounts = {
  /** Whether there is an API_ID or an emulator to connect to. */
  configured: boolean;
  /**
   * Connects and resolves once the session has proved alive.
   * @throws TelegramError signed_out, banned, proxy_unavailable, unavailable …
   */
  open(account: OpenAccount): Promise<AccountConnection>;
  requestCode(phone: string, proxy: ProxySettings | undefined): Promise<SignInStep>;
  submitCode(state: SignInState, code: string): Promise<SignInStep>;
  submitPassword(state: SignInState, password: string): Promise<SignInStep>;
  /** Whether a connection through the proxy reaches Telegram; milliseconds it took. */
  testProxy(proxy: ProxySettings): Promise<number>;
};

declare const sealed: unique symbol;
/** The way out, closed: only `sending-port.ts` can open it. */
export type SealedSending = { readonly [sealed]: true };
