import type { App } from '../../context.ts';
import {
  type AccountConnection,
  type Heard,
  TelegramError,
} from '../../edges/telegram-account/port.ts';
import type { HeldSenders } from '../../held-senders.ts';
import { admitAccount } from './admit-account.ts';
import { noteConnection, noteFailure } from './note-connection.ts';
import { planConnection } from './plan-connection.ts';

/** So many accounts connect at the same time. */
const CONCURRENT = 32;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;

/** One claimed account: its connection, or how it stands on the way to one. */
type Opening = {
  id: number;
  workspaceId: number;
  fence: number;
  connection: AccountConnection | undefined;
  /** What the connection was made with; when that changes, it is made anew. */
  recipe: string | undefined;
  usesProxy: boolean;
  failures: number;
  /** When it is tried again, on the monotonic clock. */
  retryAt: number;
  work: Promise<void> | undefined;
  /** Fires when a connection that broke hasn't come back in time. */
  downTimer: NodeJS.Timeout | undefined;
  closed: boolean;
};

/** The connections this process has open or is trying to open. */
export type Openings = {
  ids(): number[];
  /** Opens a claimed account unless it is open. */
  ensure(id: number, fence: number): void;
  /** Opens an account anew if it is to be reached another way; undefined: looks at every one. */
  refresh(id: number | undefined): void;
  /** Tries again what failed long enough ago. */
  retryDue(): void;
  close(id: number): Promise<void>;
  closeAll(): Promise<void>;
  /** Resolves when nothing is being opened. */
  settled(): Promise<void>;
};

export function createOpenings(app: App, held: HeldSenders): Openings {
  const openings = new Map<number, Opening>();
  const queue = new Set<Opening>();
  const working = new Set<Promise<void>>();

  /** Does one thing at a time with each account, and few accounts at once. */
  const work = (opening: Opening, task: () => Promise<void>) => {
    const promise: Promise<void> = task()
      .catch((error) =>
        app.log.error({ err: error, account: opening.id }, 'holding an account failed'),
      )
      .finally(() => {
        opening.work = undefined;
        working.delete(promise);
        pump();
      });
    opening.work = promise;
    working.add(promise);
  };

  const pump = () => {
    for (const opening of queue) {
      if (working.size >= CONCURRENT) return;
      if (opening.work) continue;
      queue.delete(opening);
      if (!opening.closed) work(opening, () => open(opening));
    }
  };

  const enqueue = (opening: Opening) => {
    queue.add(opening);
    pump();
  };

  const open = async (opening: Opening) => {
    try {
      const plan = await planConnection(app, opening.id);
      if (!plan) return;
      if (opening.connection && opening.recipe === plan.recipe) return;
      await drop(opening);
      opening.recipe = plan.recipe;
      opening.usesProxy = plan.proxy !== undefined;
      opening.workspaceId = plan.account.workspaceId;
      // A further try isn't worth telling: until it succeeds, the account counts as failed.
      if (opening.failures === 0) await noteConnection(app, opening, 'connecting');
      const connection = await app.ports.telegramAccounts.open({
        ...plan,
        onHeard: (heard) => onHeard(opening, heard),
      });
      if (opening.closed || !app.worker.isAlive()) return await connection.close();
      opening.connection = connection;
      const isNew = plan.account.status === 'checking';
      if (isNew && !(await admitAccount(app, opening.id, connection))) return await drop(opening);
      await noteConnection(app, opening, 'online');
      opening.failures = 0;
      const { id, workspaceId, fence, usesProxy } = opening;
      held.add({ kind: 'account', id, workspaceId, fence, connection, usesProxy });
    } catch (error) {
      await fail(opening, error);
    }
  };

  const fail = async (opening: Opening, error: unknown) => {
    await drop(opening);
    opening.failures += 1;
    const pause = Math.min(FIRST_RETRY_MS * 2 ** (opening.failures - 1), LONGEST_RETRY_MS);
    opening.retryAt = performance.now() + pause;
    if (!opening.closed && app.worker.isAlive()) await noteFailure(app, opening, error);
  };

  const onHeard = (opening: Opening, heard: Heard) => {
    if (opening.closed) return;
    if (heard.kind === 'connection') watchConnection(opening, heard.state);
    else if (heard.kind === 'lost') failSoon(opening, new TelegramError(heard.problem));
    else {
      const { id, workspaceId, fence } = opening;
      held.hear({ sender: { id, workspaceId, fence }, heard });
    }
  };

  /** The client reconnects by itself; when that takes too long, the account has failed. */
  const watchConnection = (opening: Opening, state: 'connecting' | 'online') => {
    clearTimeout(opening.downTimer);
    opening.downTimer = undefined;
    if (state === 'online' || !opening.connection) return;
    opening.downTimer = setTimeout(() => {
      const kind = opening.usesProxy ? 'proxy_unavailable' : 'unavailable';
      failSoon(opening, new TelegramError({ kind, code: 'CONNECTION_LOST' }));
    }, app.config.proxyTimeout * 1_000);
  };

  const failSoon = (opening: Opening, error: TelegramError) => {
    if (opening.closed) return;
    if (opening.work) return void opening.work.then(() => failSoon(opening, error));
    if (opening.connection) work(opening, () => fail(opening, error));
  };

  const drop = async (opening: Opening) => {
    clearTimeout(opening.downTimer);
    opening.downTimer = undefined;
    held.remove(opening.id);
    const { connection } = opening;
    opening.connection = undefined;
    await connection?.close();
  };

  const close = async (id: number) => {
    const opening = openings.get(id);
    if (!opening) return;
    opening.closed = true;
    openings.delete(id);
    queue.delete(opening);
    await drop(opening);
    await opening.work;
    await drop(opening);
    await noteConnection(app, opening, 'offline');
  };

  const ensure = (id: number, fence: number) => {
    const known = openings.get(id);
    if (known?.fence === fence) return;
    // Lost and claimed again in between: what is open belongs to the former lease.
    if (known) {
      known.closed = true;
      void drop(known);
    }
    const opening: Opening = {
      id,
      workspaceId: 0,
      fence,
      connection: undefined,
      recipe: undefined,
      usesProxy: false,
      failures: 0,
      retryAt: Number.POSITIVE_INFINITY,
      work: undefined,
      downTimer: undefined,
      closed: false,
    };
    openings.set(id, opening);
    enqueue(opening);
  };

  return {
    ids: () => [...openings.keys()],
    ensure,
    refresh(id) {
      const concerned = id === undefined ? [...openings.values()] : [openings.get(id)];
      for (const opening of concerned) if (opening) enqueue(opening);
    },
    retryDue() {
      const now = performance.now();
      for (const opening of openings.values()) {
        if (opening.connection || opening.work || opening.retryAt > now) continue;
        opening.retryAt = Number.POSITIVE_INFINITY;
        enqueue(opening);
      }
    },
    close,
    async closeAll() {
      await Promise.all([...openings.keys()].map(close));
    },
    async settled() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}
