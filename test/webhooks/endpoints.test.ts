import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { registerEndpoint } from '../../server/features/integrations/webhooks/register-endpoint.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const HOUR_MS = 3_600_000;

let receiver: WebhookReceiver;
let n8n: WebhookReceiver;
let server: TestServer;

beforeAll(async () => {
  [receiver, n8n] = await Promise.all([startWebhookReceiver(), startWebhookReceiver()]);
  server = await startTestServer(
    {
      N8N_WEBHOOK_STATUS: `${n8n.url}/status`,
      WEBHOOK_INTERNAL_ORIGINS: receiver.url,
    },
    { now: new Date('2026-03-10T12:00:00Z') },
  );
  await server.drain();
});
afterAll(async () => {
  await server?.stop();
  await receiver?.close();
  await n8n?.close();
});
beforeEach(() => {
  receiver.posts.length = 0;
  receiver.decide = undefined;
});

let lastPath = 0;
/** An endpoint of the test's own. */
async function register(event_types: string[], rest: Record<string, unknown> = {}) {
  const path = `/hook-${++lastPath}`;
  const body = { url: `${receiver.url}${path}`, event_types, ...rest };
  const answer = await server.api.post('/webhooks/endpoints', body);
  expect(answer.status).toBe(201);
  const { endpoint, secret } = answer.body;
  return { id: endpoint.id as number, endpoint, secret: secret as string, path };
}
const at = (id: number, rest = '') => `/webhooks/endpoints/${id}${rest}`;
const postsTo = (path: string) => receiver.posts.filter((p) => p.path === path);
const postsAfter = (path: string, count: number) =>
  waitFor(`${count} posts to ${path}`, async () => {
    await server.drain();
    return postsTo(path).length >= count ? postsTo(path) : undefined;
  });
/** Makes a `settings.changed` happen. */
const change = (max_daily_active: number) => server.api.patch('/settings', { max_daily_active });

describe('an endpoint', () => {
  test('is told of the types it asked for, in the form of Standard Webhooks', async () => {
    const { path, secret } = await register(['settings.changed']);
    await server.api.post('/api-keys', { name: 'other', role: 'operator' });
    await change(5);
    const [post] = await postsAfter(path, 1);
    expect(postsTo(path)).toHaveLength(1);
    expect(post?.body).toEqual({
      type: 'settings.changed',
      timestamp: server.clock.now().toISOString(),
      data: { names: ['max_daily_active'] },
    });
    expect(new Webhook(secret).verify(post?.text ?? '', post?.headers ?? {})).toEqual(post?.body);
  });

  test('may ask for all of a noun', async () => {
    const { path } = await register(['api_key.*']);
    const { body } = await server.api.post('/api-keys', { name: 'short', role: 'operator' });
    await server.api.delete(`/api-keys/${body.key.id}`);
    await change(6);
    const posts = await postsAfter(path, 2);
    expect(posts.map((p) => p.body.type).sort()).toEqual(['api_key.created', 'api_key.revoked']);
  });

  test('shows its secret once, and signs with no other endpoint’s', async () => {
    const first = await register(['settings.*']);
    const second = await register(['settings.*']);
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32,}=*$/);
    const shown = JSON.stringify([
      (await server.api.get(at(first.id))).body,
      (await server.api.get('/webhooks/endpoints')).body,
      (await server.api.patch(at(first.id), { description: 'CRM' })).body,
    ]);
    expect(shown).not.toMatch(/whsec|secret":/);
    await change(7);
    const [post] = await postsAfter(first.path, 1);
    const verify = (secret: string) =>
      new Webhook(secret).verify(post?.text ?? '', post?.headers ?? {});
    expect(verify(first.secret)).toEqual(post?.body);
    expect(() => verify(second.secret)).toThrow();
  });

  test('signs with both secrets after a rotation, until the overlap is over', async () => {
    const { id, path, secret: old } = await register(['settings.*']);
    const rotated = await server.api.post(at(id, '/rotate-secret'), { overlap_hours: 2 });
    expect(rotated.body.endpoint.previous_secret_until).toBe(
      new Date(server.clock.now().getTime() + 2 * HOUR_MS).toISOString(),
    );
    const signedBy = async (secret: string, count: number) => {
      const post = (await postsAfter(path, count))[count - 1];
      try {
        return new Webhook(secret).verify(post?.text ?? '', post?.headers ?? {}) !== undefined;
      } catch {
        return false;
      }
    };
    await change(8);
    expect([await signedBy(old, 1), await signedBy(rotated.body.secret, 1)]).toEqual([true, true]);
    server.clock.advance(2 * HOUR_MS);
    await change(9);
    expect([await signedBy(old, 2), await signedBy(rotated.body.secret, 2)]).toEqual([false, true]);
    const leaked = await server.api.post(at(id, '/rotate-secret'), { overlap_hours: 0 });
    await change(10);
    expect(await signedBy(rotated.body.secret, 3)).toBe(false);
    expect(await signedBy(leaked.body.secret, 3)).toBe(true);
  });

  test('that is disabled is told of nothing; what had failed goes on when it is enabled', async () => {
    const { id, path } = await register(['settings.*']);
    receiver.decide = () => ({ status: 500 });
    await change(11);
    await postsAfter(path, 1);
    receiver.decide = undefined;
    const off = await server.api.patch(at(id), { enabled: false });
    expect(off.body.endpoint).toMatchObject({ enabled: false, disabled_because: 'operator' });
    await change(12);
    server.clock.advance(60_000);
    await server.drain();
    expect(postsTo(path)).toHaveLength(1);
    const on = await server.api.patch(at(id), { enabled: true });
    expect(on.body.endpoint).toMatchObject({ enabled: true, disabled_because: null });
    const [first, second] = await postsAfter(path, 2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await server.drain();
    expect(postsTo(path)).toHaveLength(2);
  });

  test('moves to another address and to other types', async () => {
    const { id, path } = await register(['settings.*']);
    const url = `${receiver.url}/moved-${id}`;
    const moved = await server.api.patch(at(id), { url, event_types: ['api_key.created'] });
    expect(moved.body.endpoint).toMatchObject({ url, event_types: ['api_key.created'] });
    await change(13);
    await server.api.post('/api-keys', { name: 'moved', role: 'operator' });
    const [post] = await postsAfter(`/moved-${id}`, 1);
    expect(post?.body).toMatchObject({ type: 'api_key.created', data: { name: 'moved' } });
    expect(postsTo(path)).toEqual([]);
  });

  test('that is deleted is gone, with its posts, and is told of nothing', async () => {
    const { id, path } = await register(['settings.*']);
    expect((await server.api.delete(at(id))).status).toBe(200);
    await change(14);
    await server.drain();
    expect(postsTo(path)).toEqual([]);
    for (const answer of [
      await server.api.get(at(id)),
      await server.api.delete(at(id)),
      await server.api.patch(at(id), { enabled: true }),
      await server.api.post(at(id, '/test')),
      await server.api.post(at(id, '/rotate-secret'), {}),
      await server.api.post(at(id, '/replay'), { since: '2026-01-01T00:00:00Z' }),
    ])
      expect([answer.status, answer.body.error]).toEqual([404, 'not_found']);
    const { body } = await server.api.get(`/webhooks/deliveries?endpoint_id=${id}`);
    expect(body.deliveries).toEqual([]);
  });

  test('every change of one stands in the audit, without its secret', async () => {
    const { id } = await register(['settings.*']);
    await server.api.patch(at(id), { description: 'for the CRM', enabled: false });
    await server.api.post(at(id, '/rotate-secret'), {});
    await server.api.delete(at(id));
    const entries = await waitFor('the audit', async () => {
      await server.drain();
      const { body } = await server.api.get('/audit');
      const own = body.entries.filter(
        (e: { details: { endpoint_id?: number } }) => e.details.endpoint_id === id,
      );
      return own.length >= 4 ? own : undefined;
    });
    expect(entries.map((e: { action: string }) => e.action).reverse()).toEqual([
      'webhook.endpoint_created',
      'webhook.endpoint_updated',
      'webhook.secret_rotated',
      'webhook.endpoint_deleted',
    ]);
    expect(entries[2].details.fields).toEqual(['description', 'enabled']);
    expect(JSON.stringify(entries)).not.toContain('whsec');
  });
});

describe('a test', () => {
  test('tells the status and the time an endpoint took to answer', async () => {
    const { id, path, secret } = await register(['settings.*'], { enabled: false });
    const good = await server.api.post(at(id, '/test'));
    expect(good.body).toMatchObject({ success: true, arrived: true, status: 200, error: null });
    expect(good.body.latency_ms).toBeGreaterThanOrEqual(0);
    const [post] = postsTo(path);
    expect(post?.body).toMatchObject({ type: 'webhook.test', data: { endpoint_id: id } });
    new Webhook(secret).verify(post?.text ?? '', post?.headers ?? {});
  });

  test.each([
    ['an error', { status: 503 }, 503],
    ['no answer', undefined, null],
  ])('tells of %s, and is not tried again', async (_, reply, status) => {
    const { id, path } = await register(['settings.*']);
    receiver.decide = () => reply;
    const { body } = await server.api.post(at(id, '/test'));
    expect(body).toMatchObject({ arrived: false, status, error: expect.any(String) });
    server.clock.advance(60_000);
    await server.drain();
    expect(postsTo(path)).toHaveLength(1);
  });
});

describe('what the environment names', () => {
  const ofEnvironment = async () => {
    const { body } = await server.api.get('/webhooks/endpoints?limit=200');
    return body.endpoints.find((e: { form: string }) => e.form === 'status');
  };

  test('stands in the list with its form, and can be tested', async () => {
    const endpoint = await ofEnvironment();
    expect(endpoint).toMatchObject({
      form: 'status',
      url: `${n8n.url}/status`,
      event_types: ['account.status_changed'],
      enabled: true,
    });
    const { body } = await server.api.post(at(endpoint.id, '/test'));
    expect(body).toMatchObject({ arrived: true, status: 200 });
  });

  test('is changed in the environment alone', async () => {
    const { id } = await ofEnvironment();
    for (const answer of [
      await server.api.patch(at(id), { enabled: false }),
      await server.api.delete(at(id)),
      await server.api.post(at(id, '/rotate-secret'), {}),
    ]) {
      expect([answer.status, answer.body.error]).toEqual([409, 'conflict']);
      expect(answer.body.message).toContain('environment');
    }
    expect(await ofEnvironment()).toMatchObject({ enabled: true });
  });
});

describe('bad input', () => {
  const good = { url: 'https://hooks.example/in', event_types: ['message.*'] };
  test.each([
    ['no address', { url: undefined }],
    ['no address on the web', { url: 'ftp://hooks.example/in' }],
    ['half an address', { url: 'hooks.example' }],
    ['an address with a password', { url: 'https://user:pass@hooks.example/' }],
    ['an endless address', { url: `https://hooks.example/${'a'.repeat(2_048)}` }],
    ['no types', { event_types: [] }],
    ['a pattern of its own', { event_types: ['mess*'] }],
    ['a type that never happens', { event_types: ['message.sent', 'message.lost'] }],
    ['a field that is none', { secret: 'whsec_mine' }],
    ['a secret network', { url: 'http://10.0.0.5/hook' }],
    ['this machine', { url: 'http://127.0.0.1:1/hook' }],
    ['this machine in other letters', { url: 'http://[::ffff:127.0.0.1]/hook' }],
    ['this machine by name', { url: 'http://localhost:8000/hook' }],
    ['a cloud’s metadata', { url: 'http://169.254.169.254/latest' }],
  ])('%s is refused', async (_, wrong) => {
    const answer = await server.api.post('/webhooks/endpoints', { ...good, ...wrong });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    const { id } = await register(['settings.*']);
    const [[field, value] = []] = Object.entries(wrong);
    if (field && value !== undefined) {
      const patched = await server.api.patch(at(id), { [field]: value });
      expect([patched.status, patched.body.error]).toEqual([400, 'invalid_request']);
    }
    await server.api.delete(at(id));
  });

  test('an unknown type is named', async () => {
    const wrong = { ...good, event_types: ['message.lost'] };
    const { body } = await server.api.post('/webhooks/endpoints', wrong);
    expect(body.message).toContain('message.lost');
    expect(body.message).toContain('/webhooks/event-types');
  });

  test('an internal address that was named by the environment is nobody’s else', async () => {
    const url = `${receiver.url}/elsewhere`;
    const caller = {
      workspaceId: 1_000_000,
      actor: { kind: 'system' as const },
      language: 'en' as const,
    };
    await expect(
      registerEndpoint(server.app, caller, {
        url,
        eventTypes: ['message.*'],
        description: '',
        isEnabled: true,
      }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test.each(['0', '-1', '1.5', 'x', '999999999', '99999999999999999999'])(
    'the number %s leads to no endpoint',
    async (id) => {
      const answer = await server.api.get(`/webhooks/endpoints/${id}`);
      expect([400, 404]).toContain(answer.status);
    },
  );

  test('more than fifty endpoints are refused, also when they are added at once', async () => {
    const { body } = await server.api.get('/webhooks/endpoints?limit=200');
    const missing = 50 - body.endpoints.length;
    const answers = await Promise.all(
      Array.from({ length: missing + 5 }, () => server.api.post('/webhooks/endpoints', good)),
    );
    const statuses = answers.map((a) => a.status);
    expect(statuses.filter((s) => s === 201)).toHaveLength(missing);
    expect(statuses.filter((s) => s === 409)).toHaveLength(5);
  });
});

test('every type of event is listed with its example, in the language of the caller', async () => {
  const { body } = await server.api.get('/webhooks/event-types');
  const received = body.event_types.find((t: { type: string }) => t.type === 'message.received');
  expect(received).toMatchObject({
    description: 'A person wrote',
    example: {
      type: 'message.received',
      data: { message: { text: expect.any(String) }, contact: {}, account: { id: 'acc_1' } },
    },
  });
});
