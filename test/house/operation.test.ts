import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCrypto } from '../../server/base/crypto.ts';
import { checkSecretKey } from '../../server/features/workspace/ensure-workspace.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

describe('a server without API_ID', () => {
  test('starts, is alive and ready', async () => {
    expect((await server.api.get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await server.api.get('/readyz')).body).toEqual({ status: 'ready' });
  });

  test('does everything but Telegram itself', async () => {
    expect((await server.api.get('/accounts')).body).toMatchObject({ accounts: [] });
    expect((await server.api.get('/settings')).body.settings).toMatchObject({
      api_id: null,
      api_hash_set: false,
    });
  });

  test('says what is missing to whoever needs Telegram', async () => {
    const answer = await server.api.post('/accounts/login', { phone: '+79990000001' });
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      error: 'telegram_not_configured',
      message: expect.stringMatching(/API_ID/),
    });
  });
});

test('the figures are in the form of Prometheus, by route and not by address', async () => {
  await server.api.get('/accounts/acc_12345');
  const answer = await server.api.raw('/metrics');
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain.*version=/);
  expect(text).toMatch(/^process_resident_memory_bytes\{app="vestnik"\} \d+/m);
  const counted = text.split('\n').filter((line) => /^vestnik_http\w+_count\{/.test(line));
  const ofRoute = counted.find((line) => line.includes('route="/accounts/:id"'));
  for (const part of ['method="GET"', 'status="404"', '} 1']) expect(ofRoute).toContain(part);
  expect(text).not.toContain('acc_12345');
  for (const line of text.split('\n').filter(Boolean))
    expect(line).toMatch(/^(# (HELP|TYPE) .+|[a-z_:][\w:]*(\{.*\})? [-+\d.eE]+|.* (NaN|\+Inf))$/);
});

test('a server that lost its database is alive but not ready, and says so in both languages', async () => {
  const lost = await startTestServer();
  await lost.app.database.close();
  const ask = (path: string, language: string) =>
    lost.api.raw(path, { headers: { 'accept-language': language } });
  expect((await ask('/healthz', 'en')).status).toBe(200);
  expect(await (await ask('/metrics', 'en')).text()).toContain('process_resident_memory_bytes');
  const ready = await ask('/readyz', 'en');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ success: false, error: 'not_ready' });
  expect(await (await ask('/readyz', 'ru')).text()).toMatch(/[а-я]/);
  const failed = await ask('/accounts', 'en');
  expect(failed.status).toBe(500);
  const body = (await failed.json()) as { error: string; message: string };
  expect(body.error).toBe('internal');
  expect(body.message).not.toMatch(/select|pool|pglite/i);
  // What it held can't be given back to a database that is gone.
  await lost.stop().catch(() => undefined);
});

test('a folder of the operator given as TEMP_DIR keeps what is not ours', async () => {
  const temp = await mkdtemp(join(tmpdir(), 'vestnik-temp-'));
  await writeFile(join(temp, 'precious'), 'x');
  const other = await startTestServer({ TEMP_DIR: temp });
  await other.stop();
  expect((await readdir(temp)).sort()).toEqual(['precious', 'vestnik']);
  await rm(temp, { recursive: true });
});

test('a database sealed with another key is refused, and left as it was', async () => {
  const stranger = { ...server.app, crypto: createCrypto('another secret key altogether') };
  await expect(checkSecretKey(stranger)).rejects.toMatchObject({
    code: 'conflict',
    text: { en: expect.stringContaining('SECRET_KEY'), ru: expect.stringContaining('SECRET_KEY') },
  });
  await checkSecretKey(server.app);
});
