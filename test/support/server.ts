import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMovableClock, type MovableClock } from '../../server/base/clock.ts';
import type { Database } from '../../server/base/db/database.ts';
import { readConfig } from '../../server/config/config.ts';
import { startVestnik, type Vestnik } from '../../server/start.ts';
import { openTestDatabase } from './database.ts';
import { createLogOfFaults } from './log-of-faults.ts';

export type TestServer = Vestnik & {
  /** Folder of everything the server writes. */
  dataDir: string;
  clock: MovableClock;
  api: Api;
};

/** Calls the API with the owner's key, or another one. */
export type Api = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  form(path: string, form: FormData): Promise<Answer>;
  raw(path: string, init?: RequestInit): Promise<Response>;
  /** The same calls with another key; undefined: without any. */
  as(key: string | undefined): Api;
};

// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of an answer
export type Answer = { status: number; body: any; headers: Headers };

export const OWNER_KEY = 'owner-key-of-the-tests';

/**
 * Starts a whole server on a database of its own, with a clock that stands still when asked to.
 * @param options.database shared with other servers, or with the same one after a restart; whoever
 * opened it closes it
 */
export async function startTestServer(
  env: Record<string, string> = {},
  options: { now?: Date; dataDir?: string; database?: Database } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'vestnik-test-')));
  const settled = readConfig({
    DATA_DIR: dataDir,
    PORT: '0',
    API_KEY: OWNER_KEY,
    SECRET_KEY: 'a secret key for tests, long enough',
    MIN_MESSAGE_DELAY: '0',
    MAILING_DELAY_MIN: '0',
    MAILING_DELAY_MAX: '0',
    MAILING_MAX_PER_ACCOUNT: '100000',
    INVITE_DELAY_SEC: '0',
    PROXY_TIMEOUT: '2',
    ...env,
  });
  const clock = createMovableClock(options.now ?? new Date(), options.now ? 0 : 1);
  const database = options.database
    ? { ...options.database, close: async () => {} }
    : await withoutDumps(options.dataDir && join(dataDir, 'database'));
  const server = await startVestnik(settled, { clock, log: createLogOfFaults(), database });
  return {
    ...server,
    dataDir,
    clock,
    api: apiOf(server.url ?? '', OWNER_KEY),
    async stop() {
      await server.stop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A copy of the whole database for every day that a test lets pass would take most of its time. */
async function withoutDumps(folder: string | undefined): Promise<Database> {
  const { dump: _, ...database } = await openTestDatabase(folder);
  return database;
}

function apiOf(url: string, key: string | undefined): Api {
  const raw = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      signal: AbortSignal.timeout(60_000),
      ...init,
      headers: {
        'accept-language': 'en',
        ...(key && { authorization: `Bearer ${key}` }),
        ...init.headers,
      },
    });
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await raw(path, init);
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      body: isJson ? JSON.parse(text) : text,
      headers: answer.headers,
    };
  };
  const withBody =
    (method: string) =>
    (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      ask(path, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
  return {
    get: (path) => ask(path, {}),
    delete: (path) => ask(path, { method: 'DELETE' }),
    post: withBody('POST'),
    patch: withBody('PATCH'),
    put: withBody('PUT'),
    form: (path, form) => ask(path, { method: 'POST', body: form }),
    raw,
    as: (other) => apiOf(url, other),
  };
}
