import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, OWNER, openBrowser, setUp } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let anna: Browser;

beforeAll(async () => {
  server = await startTestServer(
    { PUBLIC_URL: 'https://vestnik.example' },
    { now: new Date('2026-03-02T09:00:00Z') },
  );
  anna = await setUp(server);
});
afterAll(() => server?.stop());

/** A request with Anna's cookie, and no header but those. */
async function send(method: string, path: string, headers: Record<string, string>) {
  const answer = await server.api.as(undefined).raw(path, {
    method,
    headers: { cookie: `vestnik_session=${anna.token}`, ...headers },
    ...(method !== 'GET' && { body: '{"name":"key"}' }),
  });
  const body = (await answer.json()) as { error?: string };
  return [answer.status, body.error];
}
const json = { 'content-type': 'application/json' };
const ours = { ...json, 'x-vestnik': 'console' };
const refused = [403, 'forbidden'];

test('what changes something must say that the console sent it', async () => {
  expect(await send('POST', '/api-keys', json)).toEqual(refused);
  expect(await send('POST', '/api-keys', { ...json, 'x-vestnik': 'yes' })).toEqual(refused);
  expect(await send('DELETE', '/session', json)).toEqual(refused);
  expect(await send('POST', '/api-keys', ours)).toEqual([201, undefined]);
});

test('what only looks needs no such header', async () => {
  expect(await send('GET', '/settings', {})).toEqual([200, undefined]);
});

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another port', { origin: 'http://127.0.0.1:1' }],
  ['a name that begins like ours', { origin: 'https://vestnik.example.evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ['a sister domain, as the browser says', { 'sec-fetch-site': 'same-site' }],
])('a page of %s changes nothing', async (_, from) => {
  expect(await send('POST', '/api-keys', { ...ours, ...(from as object) })).toEqual(refused);
});

test('a page of our own may', async () => {
  const own = new URL(server.url ?? '').origin;
  expect(await send('POST', '/api-keys', { ...ours, origin: own })).toEqual([201, undefined]);
  const outside = { origin: 'https://vestnik.example' };
  expect(await send('POST', '/api-keys', { ...ours, ...outside })).toEqual([201, undefined]);
  const fetched = { 'sec-fetch-site': 'same-origin', origin: own };
  expect(await send('POST', '/api-keys', { ...ours, ...fetched })).toEqual([201, undefined]);
});

test('nobody is signed in as somebody else by a page of a third', async () => {
  const victim = openBrowser(server, { headers: { origin: 'https://evil.example' } });
  const answer = await victim.post('/session', OWNER);
  expect([answer.status, answer.body.error]).toEqual(refused);
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test('a form of another page cannot sign in: it sends no JSON', async () => {
  const answer = await server.api.as(undefined).raw('/session', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(OWNER),
  });
  expect(answer.status).toBe(400);
});

test('a key needs none of it, and counts where both are sent', async () => {
  const key = { authorization: 'Bearer owner-key-of-the-tests', ...json };
  const evil = { origin: 'https://evil.example' };
  expect(await send('POST', '/api-keys', { ...key, ...evil })).toEqual([201, undefined]);
  const wrong = { ...ours, authorization: 'Bearer not-a-key' };
  expect(await send('POST', '/api-keys', wrong)).toEqual([401, 'unauthorized']);
});
