import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../../server/base/db/embedded.ts';
import { ensureTemplate, readTemplate } from '../support/database-template.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

type Program = {
  child: ChildProcess;
  /** All that it has printed so far. */
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
  /** Resolves with the first match in its output; rejects when it ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
};

let folder: string;
let dataDir: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  await ensureTemplate();
  folder = await mkdtemp(join(tmpdir(), 'vestnik-program-'));
  dataDir = join(folder, 'data');
  const path = join(dataDir, 'database');
  await (await openEmbedded(path, await readTemplate(path))).close();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** `npm start` with nothing in its environment but this. */
function start(env: Record<string, string>): Program {
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'node_modules/tsx/dist/esm/index.mjs'), join(ROOT, 'server/main.ts')],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.push(child);
  let text = '';
  const looks: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk;
      for (const look of looks) look();
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    output: () => text,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found) resolve(found);
        };
        looks.push(look);
        look();
        void ended.then((code) => reject(new Error(`it ended with ${code}: ${text}`)));
      }),
  };
}

const urlOf = async (program: Program) =>
  (await program.printed(/"url":"(http:[^"]+)"/))[1] ?? 'no address';

describe.concurrent('a start that cannot succeed ends with code 1 and words for a person:', () => {
  test('a wrong environment, every problem at once', async ({ expect }) => {
    const program = start({ PORT: 'eighty', TIME_ZONE: 'Mars', INTERFACE_LANGUAGE: 'en' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/cannot start/);
    expect(program.output()).toMatch(/- PORT: expected a port number/);
    expect(program.output()).toMatch(/- TIME_ZONE: expected a time zone/);
    expect(program.output()).not.toMatch(/\n\s+at /);
  });

  test('a database that is not there', async ({ expect }) => {
    const program = start({ DATABASE_URL: 'postgresql://vestnik:hunter2@127.0.0.1:1/nowhere' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/127\.0\.0\.1:1\/nowhere/);
    expect(program.output()).toMatch(/DATABASE_URL/);
    expect(program.output()).toMatch(/не отвечает/);
    expect(program.output()).not.toMatch(/hunter2|\n\s+at /);
  });
});

test('a first start shows its key once, serves, keeps a second one out and stops cleanly', async () => {
  const logFile = join(folder, 'logs', 'vestnik.log');
  const first = start({ LOG_FILE: logFile });
  const url = await urlOf(first);
  const key = /API key \(shown once\): (vst_\S+)/.exec(first.output())?.[1];
  const ask = (base: string) =>
    fetch(`${base}/accounts`, { headers: { authorization: `Bearer ${key}` } });
  expect((await ask(url)).status).toBe(200);
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);

  const second = start({});
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/in use by another running process/);
  expect((await ask(url)).status).toBe(200);

  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const kept = await readFile(logFile, 'utf8');
  expect(kept).toMatch(/Vestnik is running/);
  expect(kept).toMatch(/stopping/);
  expect(kept).not.toContain(key);

  const again = start({});
  expect((await ask(await urlOf(again))).status).toBe(200);
  expect(again.output()).not.toContain('vst_');
  again.child.kill('SIGINT');
  expect(await again.ended).toBe(0);
}, 60_000);
