import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../test/support/database.ts';
import { itInFolder } from '../../test/support/temp-folder.ts';
import { hideInText, hideSecrets } from './hide-secrets.ts';

const run = promisify(execFile);

/** What a log writes of a record. */
function written(record: object | Error, message = 'a line'): string {
  let text = '';
  const sink = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  const log = pino(
    {
      formatters: { log: hideSecrets },
      serializers: { err: (shown) => shown },
      hooks: { streamWrite: hideInText },
    },
    sink,
  );
  log.error(record, message);
  return text;
}

const deep = (value: unknown, levels: number): unknown =>
  levels === 0 ? value : { inside: [deep(value, levels - 1)] };

describe('a secret never reaches the log', () => {
  test.each([
    'session',
    'session_string',
    'sessionString',
    'password',
    'passcode',
    'proxy_password',
    'proxyPassword',
    'default_proxy_pass',
    'token',
    'secret',
    'secret_key',
    'api_hash',
    'API_HASH',
    'apiKey',
    'authKey',
    'authorization',
    'phone_code',
    'phoneCodeHash',
    'webhookSecret',
    'DATABASE_URL',
  ])('under the name %s, at any depth', (name) => {
    for (const levels of [0, 1, 3, 5])
      expect(written({ record: deep({ [name]: 'hunter2' }, levels) })).not.toContain('hunter2');
  });

  test('when it is the code that came to a phone', () => {
    expect(written({ login: { phone: '+7999', code: '48213' } })).not.toContain('48213');
    expect(written({ args: [{ code: 48213 }] })).not.toContain('48213');
  });

  test('when it is bytes', () => {
    const bytes = Buffer.from('hunter2');
    expect(written({ blob: bytes, deep: { blob: new Uint8Array(bytes) } })).toMatch(/\[7 bytes\]/);
    expect(written({ blob: bytes })).not.toMatch(/104,|"data"/);
  });

  test('as a field of an error, of its cause or of an error in a list', () => {
    const cause = Object.assign(new Error('no'), { config: { password: 'hunter2' } });
    const error = Object.assign(new Error('failed', { cause }), { token: 'hunter2' });
    expect(written({ err: error })).not.toContain('hunter2');
    expect(written(error)).not.toContain('hunter2');
    expect(written({ errors: [error] })).not.toContain('hunter2');
  });

  test('in the middle of a text', () => {
    const texts = [
      'connect postgresql://user:hunter2@db:5432/x failed',
      'socks5://me:hunter2@proxy:1080',
      'authorization: Bearer hunter2',
      'key vst_hunter2hunter2hunter2hunter2 is unknown',
      'Incorrect API key provided: sk-proj-hunter2hunter2hunter2',
      'POST https://api.telegram.org/bot123456789:hunter2hunter2hunter2hunter2hunt/getMe',
    ];
    for (const text of texts) {
      expect(written({}, text), text).not.toContain('hunter2');
      expect(written({ err: new Error(text) }), text).not.toContain('hunter2');
    }
  });

  test('in the values of a query that failed', async () => {
    const database = await openTestDatabase();
    const failure = await database.db
      .execute(sql`select * from nowhere where phone = ${'+79990001122'} and b = ${'two\nlines'}`)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    await database.close();
    const line = written({ err: failure });
    expect(line).toContain('nowhere');
    expect(line).toContain('42P01');
    expect(line).not.toMatch(/79990001122|two/);
  });
});

test('a long line takes no longer than it is long', () => {
  const began = performance.now();
  for (const long of ['x', '1', 'a:', 'http://', 'vst_', '://'])
    hideInText(long.repeat(1_000_000 / long.length));
  expect(performance.now() - began).toBeLessThan(2_000);
});

describe('what is no secret stays', () => {
  test('an error with its words, code, cause and place', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505' });
    const line = JSON.parse(written({ err: new Error('cannot store', { cause }), route: '/send' }));
    expect(line).toMatchObject({
      route: '/send',
      err: {
        type: 'Error',
        message: 'cannot store',
        cause: { message: 'duplicate key', code: '23505' },
      },
      msg: 'a line',
    });
    expect(line.err.stack).toContain('log.test.ts');
  });

  test('numbers, dates, lists and the fact that a password is set', () => {
    const at = new Date('2026-03-01T10:00:00Z');
    const line = JSON.parse(
      written({ n: 1, at, list: [1, null], password: true, code: 'too_soon' }),
    );
    expect(line).toMatchObject({
      n: 1,
      at: at.toISOString(),
      list: [1, null],
      password: true,
      code: 'too_soon',
    });
  });

  test('a record that holds itself is written all the same', () => {
    const record: Record<string, unknown> = { name: 'loop' };
    record['self'] = record;
    expect(written(record)).toContain('"name":"loop"');
  });
});

/** Runs a program that logs, in a process of its own: what it prints is what an operator sees. */
async function program(script: string): Promise<{ stdout: string; stderr: string }> {
  const log = new URL('./log.ts', import.meta.url).href;
  const source = `import { createLog } from ${JSON.stringify(log)};\n${script}`;
  return run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    maxBuffer: 256 * 1024 * 1024,
  });
}

describe('the file of the log', () => {
  itInFolder('gets the same lines as the terminal, secrets hidden', async ({ folder }) => {
    const file = join(folder, 'logs', 'vestnik.log');
    const { stdout } = await program(`
      const log = createLog({ level: 'info', pretty: false, file: ${JSON.stringify(file)} });
      log.debug('too quiet');
      log.info({ token: 'hunter2' }, 'loud enough');
    `);
    const kept = await readFile(file, 'utf8');
    expect(kept).toBe(stdout);
    expect(kept).toContain('loud enough');
    expect(kept).not.toMatch(/hunter2|too quiet/);
  });

  itInFolder('is rotated at 50 MB, the old one gzipped', async ({ folder }) => {
    const file = join(folder, 'vestnik.log');
    await program(`
      const log = createLog({ level: 'info', pretty: false, file: ${JSON.stringify(file)} });
      const much = ' '.repeat(1024 * 1024);
      for (let n = 0; n < 51; n++) log.info({ n, much }, 'a long line');
      const { readdirSync } = await import('node:fs');
      const { setTimeout: pause } = await import('node:timers/promises');
      for (let n = 0; n < 400; n++) {
        if (readdirSync(${JSON.stringify(folder)}).some((name) => name.endsWith('.gz'))) break;
        await pause(25);
      }
      log.info('after the rotation');
    `);
    const names = await readdir(folder);
    const old = names.find((name) => name.endsWith('.gz')) ?? '';
    expect(gunzipSync(await readFile(join(folder, old))).length).toBeGreaterThan(50_000_000);
    expect(await readFile(file, 'utf8')).toContain('after the rotation');
  });

  itInFolder('that cannot be written costs no more than its lines', async ({ folder }) => {
    const file = join(folder, 'a-folder');
    await mkdir(file);
    const { stdout, stderr } = await program(`
      const log = createLog({ level: 'info', pretty: false, file: ${JSON.stringify(file)} });
      log.info('first');
      await new Promise((resolve) => setTimeout(resolve, 200));
      log.info('still here');
    `);
    expect(stdout).toContain('still here');
    expect(stderr).toContain(file);
  });
});
