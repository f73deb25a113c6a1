import type { Clock } from './base/clock.ts';
import type { Crypto } from './base/crypto.ts';
import type { Database, Db } from './base/db/database.ts';
import type { Actor } from './base/events/record-events.ts';
import type { SafeFetch } from './base/http/safe-fetch.ts';
import type { Log } from './base/log.ts';
import type { Metrics } from './base/metrics.ts';
import type { Worker } from './base/worker.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import type { LanguageModels } from './edges/llm/port.ts';
import type { MediaTools } from './edges/media/port.ts';
import type { SealedSending, TelegramAccounts } from './edges/telegram-account/port.ts';
import type { SessionReader } from './edges/telegram-account/session-source.ts';
import type { SealedBotSending, TelegramBots } from './edges/telegram-bot/port.ts';
import type { WebhookPoster } from './edges/webhook/port.ts';
import type { HeardItem } from './held-senders.ts';

/** The outside world, as the features see it. */
export type Ports = {
  telegramAccounts: TelegramAccounts;
  accountSending: SealedSending;
  telegramBots: TelegramBots;
  botSending: SealedBotSending;
  sessionReader: SessionReader;
  /** For addresses of files that callers give. */
  files: Pick<SafeFetch, 'download'>;
  media: MediaTools;
  webhooks: WebhookPoster;
  llm: LanguageModels;
};

/** A message that is about to leave, as a hold looks at it. */
export type AboutToLeave = {
  id: number;
  workspaceId: number;
  dialogId: number;
  lane: 'first' | 'next' | 'answer';
  origin: string | null;
  originId: number | null;
  /** On whose clock the person lives. */
  timeZone: string;
};

/** Why a message may not leave before `until`. */
export type Hold = {
  reason:
    | 'campaign_paused'
    | 'campaign_hours'
    | 'campaign_ended'
    | 'first_messages_first'
    | 'subscription_over';
  until: Date;
};

/** How a dialog ended, and why: a word that people are shown a text for. */
export type DialogEnd = {
  dialogId: number;
  status: 'stopped' | 'completed' | 'converted';
  reason: string;
};

/** What later features add to the work of earlier ones; collected from the list of features. */
export type Extensions = {
  /** Two contacts became one: move what belongs to the loser over to the keeper. */
  contactsMerged: ((
    app: App,
    tx: Db,
    merge: { workspaceId: number; keeperId: number; loserId: number },
  ) => Promise<void>)[];
  /**
   * Looks, inside the gate's transaction, whether messages must wait for reasons the gate itself
   * doesn't know: by message. What is looked at must be locked until the transaction ends.
   */
  messageHolds: ((
    app: App,
    tx: Db,
    messages: readonly AboutToLeave[],
    now: Date,
  ) => Promise<ReadonlyMap<number, Hold>>)[];
  /**
   * What was heard from elsewhere than an account's connection (a Business account's bot): stored like
   * what accounts hear, once, however often it is told.
   */
  messagesHeard: ((app: App, heard: readonly HeardItem[]) => Promise<void>)[];
  /** People wrote in these dialogs. */
  dialogsHeard: ((app: App, tx: Db, dialogIds: readonly number[]) => Promise<void>)[];
  /**
   * The person agreed: whoever leads the dialog says the next thing. The contact is locked.
   * next: it was put into the outbox; waits: what came before hasn't left yet; later: it isn't known
   * yet whether that has arrived, ask again; over: there is
   * nothing more to say; stuck: a person must see to it; undefined: they don't lead it.
   */
  dialogAgreed: ((
    app: App,
    tx: Db,
    dialog: { workspaceId: number; id: number; senderId: number; contactId: number },
    answersId: number,
  ) => Promise<'next' | 'waits' | 'later' | 'over' | 'stuck' | undefined>)[];
  /**
   * A person is about to give a dialog back: whoever led it goes on with it. Called before anything
   * is locked.
   */
  dialogResuming: ((app: App, tx: Db, dialogId: number, actor: Actor) => Promise<void>)[];
  /** Dialogs came to an end, whoever ended them. */
  dialogsEnded: ((app: App, tx: Db, ended: readonly DialogEnd[]) => Promise<void>)[];
  /**
   * A person is about to be erased; the gate lets nothing through to them any more. Cancel what
   * waits, and wait until nothing is on its way. Outside any transaction.
   */
  contactErasing: ((
    app: App,
    person: { workspaceId: number; contactId: number },
  ) => Promise<void>)[];
  /**
   * A person is erased: nothing that tells of them may stay, in the database or on the disk. The
   * contact's row stays without a name, so that figures and references hold. May be repeated.
   */
  contactErased: ((
    app: App,
    tx: Db,
    person: { workspaceId: number; contactId: number; telegramId: number | null },
  ) => Promise<void>)[];
  /** An account that had been deleted came back: what it had said is its own again. */
  senderReturned: ((
    tx: Db,
    change: { workspaceId: number; formerId: number; senderId: number },
  ) => Promise<void>)[];
};

/** What every operation gets first. It knows nothing of any feature. */
export type App = {
  config: Config;
  secrets: Secrets;
  database: Database;
  /** The database outside transactions. */
  db: Db;
  crypto: Crypto;
  clock: Clock;
  /** From 0 to 1; seeded in tests and in the sandbox. */
  random: () => number;
  log: Log;
  metrics: Metrics;
  /** This process among the others on the same database. */
  worker: Worker;
  ports: Ports;
  extensions: Extensions;
};
