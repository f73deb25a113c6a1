import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Permission, Role } from '../contract/permissions.ts';
import type { Db } from './base/db/database.ts';
import type { Actor } from './base/events/record-events.ts';
import type { Runner } from './base/loop.ts';
import type { Language, Text } from './base/text.ts';
import type { App, Extensions } from './context.ts';
import type { BotButton, BotConnection, BotInvoice } from './edges/telegram-bot/port.ts';
import type { HeldBots } from './held-bots.ts';
import type { HeldSender, HeldSenders } from './held-senders.ts';

/** Who calls and how: everything an operation may want to know of a request. */
export type Caller = {
  workspaceId: number;
  actor: Actor;
  language: Language;
  /** What they may hand on to others; left out where the program itself calls. */
  rights?: Rights;
  /** Of an operator who is signed in to the console. */
  sessionId?: number;
};

/** A role, and what of it is granted: a key may be narrowed to some of it. */
export type Rights = { role: Role; permissions: readonly Permission[] };

type Shape = z.ZodType | undefined;
type Value<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

export type RouteCall<P extends Shape, Q extends Shape, B extends Shape> = {
  app: App;
  caller: Caller;
  params: Value<P>;
  query: Value<Q>;
  body: Value<B>;
  /** For what the schemas can't say: multipart parts, headers, files to stream. */
  request: FastifyRequest;
  /**
   * Looks again who calls, for answers that go on for long.
   * @throws AppError unauthorized, forbidden when they may not any more
   */
  identifyAgain: () => Promise<Caller>;
};

/** What a handler answers when a plain 200 with JSON isn't it. */
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
};

/** One line of the API: where, who may, what it takes and gives. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** undefined: open to everybody; signed_in: for any operator who is, and no API key. */
  permission: Permission | 'signed_in' | undefined;
  summary: string;
  description?: string;
  tag: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Form fields and files are read by the handler; `multipart` describes them for the docs. */
  multipart?: Record<string, unknown>;
  /** Bytes of body that are taken; left out: room for a file. */
  mostBytes?: number;
  /** The body comes from a plain HTML form, and no other. */
  takesForm?: boolean;
  headers?: z.ZodType;
  /** Success answers by status. */
  answers: Record<number, z.ZodType>;
  handle: (call: RouteCall<Shape, Shape, Shape>) => Promise<unknown>;
};

/** Keeps a route's schemas and its handler's arguments in step. */
export function defineRoute<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(
  route: Omit<Route, 'handle' | 'params' | 'query' | 'body'> & {
    params?: P;
    query?: Q;
    body?: B;
    handle: (call: RouteCall<P, Q, B>) => Promise<unknown>;
  },
): Route {
  return route as unknown as Route;
}

/** An answer with a status or headers of its own. */
export class CustomAnswer {
  readonly answer: Answer;

  constructor(answer: Answer) {
    this.answer = answer;
  }
}

/**
 * Answers a request for a sender that this process holds, or for none in particular. Arguments and
 * result are JSON; an AppError reaches the one who asked as it is.
 */
export type Verb = (
  app: App,
  request: { workspaceId: number; sender: HeldSender | undefined; args: unknown },
) => Promise<unknown>;

/** How far a job is; a handler may add counts of its own. */
export type JobProgress = { done: number; total?: number; [count: string]: number | undefined };

/** One run of a job, as its handler sees it. */
export type JobRun = {
  id: number;
  workspaceId: number;
  /** Who asked for it. */
  actor: Actor;
  args: unknown;
  /** What the last chunk kept; null before the first one. */
  state: unknown;
  progress: JobProgress;
  /**
   * Keeps how far the job is, in the transaction of a chunk's effects: a crash then loses and
   * doubles nothing. It throws when the job isn't this process's any more (cancelled, taken over,
   * the process is being stopped); let the error pass, so that the chunk leaves nothing.
   */
  save(tx: Db, kept: { state: unknown; progress: JobProgress }): Promise<void>;
};

/**
 * Work that takes longer than a request, in chunks of less than a second. `run` begins at
 * `job.state` and may be called again after a crash, an error or a stop; an AppError with a status
 * below 500 is final, anything else is tried again some times. Jobs of one kind run one after
 * another within a workspace.
 */
export type JobHandler = {
  /** @returns what is shown as the result; `file` as `keepJobFile` gives it */
  run(app: App, job: JobRun): Promise<Record<string, unknown>>;
};

/** A figure for those who run the server, read when they ask for it. */
export type Figure = {
  name: string;
  help: string;
  labels: readonly string[];
  read(app: App): Promise<{ labels: Record<string, string>; value: number }[]>;
};

/** What a bot says to whoever just wrote or pressed a button. */
export type BotReply = {
  /** In Telegram's HTML: what comes from elsewhere goes through `escapeHtml`. */
  html: string;
  buttons?: readonly (readonly BotButton[])[];
  /** What the button carries that leads back; left out, to the menu. */
  back?: string;
  file?: { name: string; content: AsyncIterable<Uint8Array | string> };
  /** Asks for money; what comes of it goes to `payments` of the talk. */
  invoice?: BotInvoice;
  /**
   * What is written next goes to this step of the feature, with the state as it is; buttons under
   * this message find the state too. It outlives restarts, and stands unsealed in the database: no
   * secrets.
   */
  expects?: { step: string; state: unknown };
  /** The message that was answered held a secret: it is deleted from the chat. */
  isSecret?: true;
  /**
   * The message is kept up to date in place, a day at most: the word of a board and what it is
   * about, `campaign:12`. A newer message of the same board in the chat ends the older one.
   */
  board?: string;
};

/** A message that is kept up to date, for as long as its operator may see what it shows. */
export type BotBoard = {
  permission: Permission;
  /**
   * What the message shows now; what `isOver` isn't changed any more.
   * @param caller the operator to whom it was shown, with what they may do today
   * @param words what stands after the board's word
   */
  show(app: App, caller: Caller, words: string): Promise<BotReply & { isOver: boolean }>;
};

/** An operator's turn in a conversation with the workspace's bot. */
export type BotTurn = {
  app: App;
  /** With the operator's language, and `operator:<id>` as the actor. */
  caller: Caller;
  /** What stands after the command, what the pressed button carries, or all that was written. */
  words: string;
  /** The same when the same update is done once more after a crash, and no other time. */
  key: string;
  /** What the question was given that is answered, or under which the button stands. */
  state: unknown;
  /** A document that came with the words. */
  file?: { name: string; size: number; read(): Promise<Uint8Array> };
  /** Says something before the answer itself, where that takes long. */
  say(reply: BotReply): Promise<void>;
};

/** What somebody wrote or pressed in a group where a bot is. */
export type GroupTurn = {
  app: App;
  bot: { id: number; workspaceId: number; username: string | null };
  /** Of the bot's workspace; undefined: somebody else of the group. */
  operator: { caller: Caller; name: string } | undefined;
  /** Who it is in Telegram, and the language of their app, or of the workspace. */
  from: { telegramId: number; language: Language };
  chatId: number;
  /** The topic of a forum; undefined: outside topics. */
  threadId: number | undefined;
  connection: BotConnection;
  /** The same when the same update is done once more after a crash, and no other time. */
  key: string;
  file?: BotTurn['file'] & { type: 'photo' | 'document' };
} & ({ text: string } | { data: string });

type Told = (turn: BotTurn) => Promise<BotReply>;

export type BotTap = {
  permission: Permission;
  /** It can't be done until the installation has its Telegram application. */
  needsTelegram?: true;
  run: Told;
};

export type BotCommand = BotTap & {
  /** Without the slash. */
  name: string;
  /** In the menu; undefined: not shown there. */
  about?: Text;
  /** What means another thing to everybody (`/start`) is this command only with an argument. */
  needsWords?: true;
  /** Of the customers of a sales bot alone. */
  forCustomers?: true;
};

export type BotStep = {
  permission: Permission;
  /** What is written lets somebody in: it is deleted from the chat, also if it is refused. */
  hearsSecret?: true;
  run: Told;
};

/** What is paid for, as a talk hears of it. */
export type BotPayment = { words: string; stars: number };

/** A payment that was taken: by which bot, and from whom in Telegram. */
export type BotCharge = { chargeId: string; botId: number; payerId: number };

/** An entry of the main menu. */
export type BotEntry = {
  text: Text;
  data: string;
  permission: Permission;
  /** Of the customers of a sales bot alone. */
  forCustomers?: true;
};

/**
 * How operators command a feature from a bot: the workspace's own, or the sales bot whose customers
 * each have a workspace.
 */
export type BotTalk = {
  commands: readonly BotCommand[];
  /** Entries of the main menu; `data` is what the button carries. */
  menu?: readonly BotEntry[];
  /** Buttons by the word before the colon in what they carry: `stop:12`. */
  buttons?: Readonly<Record<string, BotTap>>;
  /** What is written after a question of the bot's. */
  steps?: Readonly<Record<string, BotStep>>;
  /** Messages that are kept up to date, by the word before the colon in `BotReply.board`. */
  boards?: Readonly<Record<string, BotBoard>>;
  /** What is written or pressed in groups; undefined: it is another feature's, or nobody's. */
  inGroup?: (turn: GroupTurn) => Promise<BotReply | undefined>;
  /** Invoices by the word before the colon in what they carry. */
  payments?: Readonly<
    Record<
      string,
      {
        /** Just before the money is taken. @throws AppError with the reason not to take it */
        check(app: App, caller: Caller, payment: BotPayment): Promise<void>;
        /** The money was taken; may be told twice. */
        paid(app: App, caller: Caller, payment: BotPayment & BotCharge): Promise<BotReply>;
        /** The person has it back, whoever gave it; may be told twice. */
        refunded(app: App, charge: Omit<BotCharge, 'payerId'>): Promise<void>;
      }
    >
  >;
};

/** A feature, as the roles see it. */
export type Feature = {
  name: string;
  routes?: Route[];
  figures?: Figure[];
  extensions?: Partial<{ [K in keyof Extensions]: Extensions[K][number] }>;
  /** What other processes may ask of the one that holds a sender; by verb. */
  verbs?: Record<string, Verb>;
  /** Long work, by kind; the kinds of all features are one list. */
  jobs?: Record<string, JobHandler>;
  /** What operators may say to the workspace's bot about it. */
  botTalk?: BotTalk;
  /**
   * Once per process, before any role: rows that must stand there.
   * @returns a line for the person who starts the server
   */
  prepare?(app: App): Promise<string | undefined>;
  worker?(app: App): Promise<Runner[]>;
  /** The API is about to close: ends what would go on for ever. */
  apiClosing?(app: App): Promise<void>;
  /** @param talks what operators may say to bots, of all features */
  telegram?(
    app: App,
    held: HeldSenders,
    talks: readonly BotTalk[],
    bots: HeldBots,
  ): Promise<Runner[]>;
};
