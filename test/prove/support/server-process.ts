import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Child, startProgram } from './children.ts';

const MAIN = fileURLToPath(new URL('../../../server/main.ts', import.meta.url));
/** A machine that does much else besides starts slowly. */
const START_LIMIT_MS = 120_000;

export const OWNER_KEY = 'owner-key-of-the-proofs';

/** The real program in a process of its own, which can be ended and started again. */
export type ServerProcess = {
  /** Where it listens at the moment; undefined while it is down. */
  url(): string | undefined;
  child(): Child;
  /** Starts it; resolves when it listens. */
  start(): Promise<void>;
  /** Starts it and doesn't wait. */
  launch(): Child;
  kill(): Promise<void>;
};

export type Answer = {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the proofs say what they expect of an answer
  body: any;
};

/** @param env what makes this server differ from others; DATA_DIR is made */
export async function createServerProcess(
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  await mkdir(dataDir, { recursive: true });
  let child: Child | undefined;
  let url: string | undefined;
  const current = () => {
    if (!child) throw new Error('the server was never started');
    return child;
  };
  const launch = () => {
    const started = startProgram(
      [MAIN],
      {
        DATA_DIR: dataDir,
        PORT: '0',
        API_KEY: OWNER_KEY,
        SECRET_KEY: 'a secret key for the proofs, long enough',
        INTERFACE_LANGUAGE: 'en',
        MIN_MESSAGE_DELAY: '0',
        MAILING_DELAY_MIN: '0',
        MAILING_DELAY_MAX: '0',
        MAILING_MAX_PER_ACCOUNT: '100000',
        INVITE_DELAY_SEC: '0',
        MAX_DAILY_ACTIVE: '100000',
        MAX_DAILY_MESSAGES: '100000',
        MAX_DAILY_ANSWERS: '100000',
        LOG_LEVEL: 'info',
        ...env,
      },
      dataDir,
    );
    child = started;
    void started.exited.then(() => {
      if (child === started) url = undefined;
    });
    return started;
  };
  const listening = async (started: Child) => {
    url = await started.line((line) => /"url":"(http[^"]+)"/.exec(line)?.[1]);
  };
  return {
    url: () => url,
    child: current,
    launch() {
      const started = launch();
      listening(started).catch(() => undefined);
      return started;
    },
    async start() {
      const started = launch();
      const timer = setTimeout(() => started.signal('SIGKILL'), START_LIMIT_MS);
      await listening(started).finally(() => clearTimeout(timer));
    },
    async kill() {
      url = undefined;
      if (!child) return;
      child.signal('SIGKILL');
      await child.exited;
    },
  };
}

/**
 * One call with the owner's key.
 * @throws Error when the server is down or breaks off: whether it did anything is not known
 */
export async function callServer(
  server: Pick<ServerProcess, 'url'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = server.url();
  if (!url) throw new Error('the server is down');
  const isForm = body instanceof FormData;
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${OWNER_KEY}`,
      'accept-language': 'en',
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  return { status: answer.status, body: await answer.json() };
}
