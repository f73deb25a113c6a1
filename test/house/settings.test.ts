import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectRows, text } from '../../server/base/db/rows.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    DEFAULT_PROXY_HOST: 'env.example',
    DEFAULT_PROXY_PORT: '1080',
    DEFAULT_PROXY_PASS: 'hunter-env',
    MAX_DAILY_ACTIVE: '9',
  });
});
afterAll(() => server?.stop());

const settings = async () => (await server.api.get('/settings')).body.settings;

describe('settings', () => {
  test('are those of the environment until somebody changes them', async () => {
    expect(await settings()).toMatchObject({
      max_daily_active: 9,
      default_proxy_host: 'env.example',
      default_proxy_port: 1080,
      default_proxy_pass_set: true,
      quiet_hours: null,
    });
  });

  test('that are changed come first, the others stay', async () => {
    const { status, body } = await server.api.patch('/settings', {
      max_daily_active: 3,
      quiet_hours: { from: '22:00', to: '09:00' },
      time_zone: 'Asia/Tokyo',
    });
    expect(status).toBe(200);
    expect(body.settings).toMatchObject({
      max_daily_active: 3,
      quiet_hours: { from: '22:00', to: '09:00' },
      time_zone: 'Asia/Tokyo',
    });
    expect(await settings()).toEqual(body.settings);
    await server.api.patch('/settings', { quiet_hours: null });
    expect(await settings()).toMatchObject({ quiet_hours: null, max_daily_active: 3 });
  });

  test.each([
    { max_daily_active: -1 },
    { max_daily_active: 1.5 },
    { min_message_delay: '30' },
    { mailing_delay_min: 60, mailing_delay_max: 30 },
    { mailing_max_per_account: -1 },
    { invite_delay: 0.5 },
    { quiet_hours: { from: '25:00', to: '09:00' } },
    { quiet_hours: { from: '22:00' } },
    { language: 'de' },
    { time_zone: 'Europe/Moskau' },
    { api_id: 1 },
  ])('%o is refused and changes nothing', async (patch) => {
    const before = await settings();
    const answer = await server.api.patch('/settings', { cooldown_hours: 48, ...patch });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    expect(await settings()).toEqual(before);
  });
});

describe('the default proxy', () => {
  const set = (body: unknown) => server.api.post('/settings/proxy', body);

  test('is set with its password, which is never shown and stands sealed', async () => {
    const answer = await set({
      enabled: true,
      default_proxy: { type: 'http', host: 'p.example', port: 3128, password: 'hunter2' },
    });
    expect(answer.body).toMatchObject({ success: true });
    expect(await settings()).toMatchObject({
      proxy_enabled: true,
      default_proxy_type: 'http',
      default_proxy_host: 'p.example',
      default_proxy_pass_set: true,
    });
    expect(JSON.stringify(await settings())).not.toContain('hunter');
    const rows = await selectRows(
      server.app.db,
      { row: text },
      sql`select (s.*)::text as row from settings s`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ row }) => row).join()).not.toMatch(
      new RegExp(`hunter|${Buffer.from('hunter2').toString('hex')}`),
    );
  });

  test('stays when only the switch is turned', async () => {
    await set({ enabled: false });
    expect(await settings()).toMatchObject({
      proxy_enabled: false,
      default_proxy_host: 'p.example',
      default_proxy_pass_set: true,
    });
  });

  test('loses the former password with a new address', async () => {
    await set({ enabled: true, default_proxy: { host: 'q.example', port: 1080 } });
    expect(await settings()).toMatchObject({
      default_proxy_host: 'q.example',
      default_proxy_pass_set: false,
    });
  });

  test('can be taken away, that of the environment too', async () => {
    await set({ enabled: true, default_proxy: null });
    expect(await settings()).toMatchObject({ default_proxy_host: null, default_proxy_port: null });
  });
});

describe('API keys', () => {
  test('are shown once and kept as a hash', async () => {
    const made = await server.api.post('/api-keys', { name: 'n8n', role: 'operator' });
    expect(made.status).toBe(201);
    const { token, key } = made.body;
    expect(token).toMatch(/^vst_/);
    expect(key).toMatchObject({ name: 'n8n', role: 'operator', hint: `…${token.slice(-4)}` });
    const listed = await server.api.get('/api-keys');
    expect(JSON.stringify(listed.body)).not.toContain(token);
    const rows = await selectRows(
      server.app.db,
      { row: text },
      sql`select (k.*)::text as row from api_keys k`,
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });

  test('are listed newest first, page by page, each once', async () => {
    for (let n = 0; n < 3; n++) await server.api.post('/api-keys', { name: `page ${n}` });
    const seen: number[] = [];
    let after: string | null = '';
    while (after !== null) {
      const { body } = await server.api.get(`/api-keys?limit=2&after=${after}`);
      seen.push(...body.keys.map((key: { id: number }) => key.id));
      after = body.next;
    }
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(4);
  });

  test('show when they were last used', async () => {
    const { body } = await server.api.post('/api-keys', { name: 'used' });
    expect(body.key.last_used_at).toBeNull();
    await server.api.as(body.token).get('/accounts');
    const { keys } = (await server.api.get('/api-keys')).body;
    const used = keys.find((key: { id: number }) => key.id === body.key.id);
    expect(used.last_used_at).toMatch(/^\d{4}-/);
  });

  test('of a role above one’s own are revoked by nobody', async () => {
    const admin = await server.api.post('/api-keys', { name: 'admin', role: 'admin' });
    const owner = await server.api.post('/api-keys', { name: 'owner', role: 'owner' });
    const asAdmin = server.api.as(admin.body.token);
    const refused = await asAdmin.delete(`/api-keys/${owner.body.key.id}`);
    expect([refused.status, refused.body.error]).toEqual([403, 'forbidden']);
    expect((await server.api.as(owner.body.token).get('/settings')).status).toBe(200);
    expect((await asAdmin.delete(`/api-keys/${admin.body.key.id}`)).status).toBe(200);
  });

  test('that were revoked stay in the list and cannot be revoked again', async () => {
    const { body } = await server.api.post('/api-keys', { name: 'gone' });
    expect((await server.api.delete(`/api-keys/${body.key.id}`)).status).toBe(200);
    const again = await server.api.delete(`/api-keys/${body.key.id}`);
    expect([again.status, again.body.error]).toEqual([404, 'not_found']);
    const { keys } = (await server.api.get('/api-keys')).body;
    expect(keys.find((key: { id: number }) => key.id === body.key.id).revoked_at).not.toBeNull();
  });

  test('of another name for a role are refused', async () => {
    const answer = await server.api.post('/api-keys', { name: 'x', role: 'king' });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });
});

describe('the audit log', () => {
  test('tells who changed what, in ids, and is whole', async () => {
    const { body } = await server.api.post('/api-keys', { name: 'auditor', role: 'admin' });
    await server.api.as(body.token).patch('/settings', { cooldown_hours: 12 });
    await server.drain();
    const { entries } = (await server.api.get('/audit?limit=1')).body;
    expect(entries).toMatchObject([
      {
        actor: `api_key:${body.key.id}`,
        address: '127.0.0.1',
        action: 'settings.changed',
        details: { names: ['cooldown_hours'] },
      },
    ]);
    expect((await server.api.get('/audit/check')).body).toEqual({
      success: true,
      is_intact: true,
      broken_at: null,
    });
  });

  test('names the default proxy when it is taken away, and no change where none was made', async () => {
    await server.api.post('/settings/proxy', { enabled: false, default_proxy: null });
    await server.api.patch('/settings', {});
    await server.drain();
    const { entries } = (await server.api.get('/audit?limit=1')).body;
    expect(entries[0].details).toEqual({ names: ['proxy_enabled', 'default_proxy'] });
  });

  test('holds no secret and no token', async () => {
    await server.api.post('/settings/proxy', {
      enabled: true,
      default_proxy: { host: 'p.example', port: 1, password: 'hunter2' },
    });
    await server.drain();
    const { body } = await server.api.get('/audit?limit=200');
    expect(JSON.stringify(body)).not.toMatch(/hunter2|vst_/);
    expect(body.entries.length).toBeGreaterThan(3);
  });

  test('shows the place where it was tampered with', async () => {
    const { body } = await server.api.get('/audit?limit=2');
    const [newest, before] = body.entries;
    await server.app.db.execute(sql`delete from audit_log where id = ${before.id}`);
    expect((await server.api.get('/audit/check')).body).toEqual({
      success: true,
      is_intact: false,
      broken_at: newest.id,
    });
  });
});
