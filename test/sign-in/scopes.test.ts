import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, join, setUp } from '../support/browser.ts';
import { type Api, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let anna: Browser;
let admin: Browser;

beforeAll(async () => {
  server = await startTestServer({}, { now: new Date('2026-03-02T09:00:00Z') });
  anna = await setUp(server);
  admin = await join(server, anna, { role: 'admin', login: 'adam' });
});
afterAll(() => server?.stop());

async function keyWith(given: object, by: Pick<Api, 'post'> = anna): Promise<Api> {
  const { status, body } = await by.post('/api-keys', { name: 'key', ...given });
  expect(status).toBe(201);
  return server.api.as(body.token);
}
async function refusal(given: object, by: Pick<Api, 'post'>) {
  const { status, body } = await by.post('/api-keys', { name: 'key', ...given });
  return [status, body.error];
}

test('a key with scopes may that and nothing else', async () => {
  const key = await keyWith({ role: 'admin', scopes: ['contacts.read', 'contacts.read'] });
  expect((await key.get('/contacts')).status).toBe(200);
  const { status, body } = await key.get('/settings');
  expect([status, body.error]).toEqual([403, 'forbidden']);
  const { body: shown } = await anna.get('/api-keys');
  expect(shown.keys[0].scopes).toEqual(['contacts.read']);
});

test('a key without scopes may all that its role does', async () => {
  const key = await keyWith({ role: 'operator' });
  expect((await key.get('/settings')).status).toBe(200);
  const { body } = await anna.get('/api-keys');
  expect(body.keys[0].scopes).toBeNull();
});

test.each([
  ['beyond the role', { role: 'specialist', scopes: ['keys.write'] }],
  ['that do not exist', { role: 'owner', scopes: ['everything'] }],
  ['that are none', { role: 'owner', scopes: [] }],
])('scopes %s are refused', async (_, given) => {
  expect(await refusal(given, anna)).toEqual([400, 'invalid_request']);
});

test('nobody makes a key of a role above their own', async () => {
  expect(await refusal({ role: 'owner' }, admin)).toEqual([403, 'forbidden']);
  expect(await refusal({ role: 'owner', scopes: ['contacts.read'] }, admin)).toEqual([
    403,
    'forbidden',
  ]);
  await keyWith({ role: 'admin' }, admin);
  const ofAdmin = await keyWith({ role: 'admin' });
  expect(await refusal({ role: 'owner' }, ofAdmin)).toEqual([403, 'forbidden']);
});

test('a narrow key makes no wider one, and lets nobody in who may more', async () => {
  const narrow = await keyWith({ role: 'owner', scopes: ['keys.write', 'operators.write'] });
  expect(await refusal({ role: 'admin' }, narrow)).toEqual([403, 'forbidden']);
  await keyWith({ role: 'admin', scopes: ['keys.write'] }, narrow);
  for (const role of ['owner', 'specialist']) {
    const { status, body } = await narrow.post('/operators', { name: 'Eve', role });
    expect([status, body.error]).toEqual([403, 'forbidden']);
  }
  const invited = await narrow.post('/operators/1/invitation');
  expect([invited.status, invited.body.error]).toEqual([403, 'forbidden']);
});
