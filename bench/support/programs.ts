import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { type Calls, callsTo } from './calls.ts';

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 40_000;

export const API_KEY = 'the-key-of-the-bench';
const SECRET_KEY = 'only for benches: sixteen characters and more';

/** Telegram in a box, in a process of its own. */
export type Box = {
  mtproto: { host: string; port: number; dcId: number; publicKeyPem: string };
  control: Calls;
  address: string;
};

/** A server in a process of its own. */
export type Server = {
  url: string;
  api: Calls;
  /** What the process itself tells of its memory and processor time. */
  usage(): Promise<{ rssMb: number; cpuSeconds: number }>;
  stop(): Promise<void>;
};

export async function startBox(bench: Bench): Promise<Box> {
  const args = ['emulator/main.ts', '--mtproto-port', '0', '--http-port', '0', '--seed', 'bench'];
  const program = start(args, {});
  bench.atEnd(program.stop);
  const line = await program.line((text) => text.startsWith('{"mtproto"'));
  const { mtproto, control } = JSON.parse(line) as Pick<Box, 'mtproto'> & { control: string };
  return { mtproto, address: control, control: callsTo(control, {}) };
}

/**
 * Starts the product as an operator would, with nothing of this process's environment but what is
 * given here.
 * @param dataDir kept between two starts when given
 */
export async function startServer(
  bench: Bench,
  env: Record<string, string>,
  dataDir?: string,
): Promise<Server> {
  const folder = dataDir ?? (await createFolder(bench));
  const program = start(['server/main.ts'], {
    DATA_DIR: folder,
    PORT: '0',
    API_KEY,
    SECRET_KEY,
    LOG_LEVEL: 'info',
    WEBHOOK_SECRET: 'the secret that posts are signed with',
    // What is measured is the machine, not the distances between messages.
    MAILING_DELAY_MIN: '0',
    MAILING_DELAY_MAX: '0',
    MAILING_MAX_PER_ACCOUNT: '100000',
    INVITE_DELAY_SEC: '0',
    ...env,
  });
  bench.atEnd(program.stop);
  const line = await program.line((text) => text.includes('"Vestnik is running"'));
  const { url } = JSON.parse(line) as { url: string };
  const api = callsTo(url, { authorization: `Bearer ${API_KEY}` });
  const usage = async () => {
    const text = await api.text('/metrics');
    const value = (name: string) =>
      Number(new RegExp(`^${name}\\b.* (\\S+)$`, 'm').exec(text)?.[1]);
    return {
      rssMb: value('process_resident_memory_bytes') / 1024 / 1024,
      cpuSeconds: value('process_cpu_seconds_total'),
    };
  };
  return { url, api, usage, stop: program.stop };
}

/** A temporary folder, removed at the end. */
export async function createFolder(bench: Bench): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vestnik-bench-'));
  bench.atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a TypeScript file of the project; what it says on stderr is shown. */
function start([file = '', ...args]: string[], env: Record<string, string>) {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter(Boolean);
  const child = spawn(
    process.execPath,
    [
      ...(file.startsWith('server') ? flags : []),
      '--import',
      import.meta.resolve('tsx'),
      path,
      ...args,
    ],
    {
      // Away from any .env, and with nothing of our own settings.
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  lines.on('line', (text) => {
    if (/"level":[5-6]0/.test(text)) console.error(text);
  });
  return {
    line: (isIt: (text: string) => boolean) => waitForLine(child, lines, file, isIt),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function waitForLine(
  child: ChildProcess,
  lines: NodeJS.EventEmitter,
  file: string,
  isIt: (text: string) => boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${file} did not start: ${why}`));
    const timer = setTimeout(() => fail(`silent for ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
    child.once('exit', (code, signal) => fail(`it ended with ${code ?? signal}`));
    lines.on('line', (text: string) => {
      if (!isIt(text)) return;
      clearTimeout(timer);
      resolve(text);
    });
  });
}
