import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorStatus } from '../../contract/errors.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const bodyOf = async (answer: Response) => (await answer.json()) as { message: string };

type Ask = () => Promise<Response>;
const json = { 'content-type': 'application/json' };
const post = (path: string, body: string, headers: Record<string, string> = json) =>
  server.api.raw(path, { method: 'POST', body, headers });

const wrong: [string, string, Ask][] = [
  ['an unknown address', 'not_found', () => server.api.raw('/nothing')],
  ['an unknown address with a body', 'not_found', () => post('/nothing', '{}')],
  ['a known address with another verb', 'not_found', () => server.api.raw('/send')],
  ['an address that cannot be decoded', 'invalid_request', () => server.api.raw('/accounts/%zz')],
  ['half a JSON', 'invalid_json', () => post('/send', '{"user_id": 1,')],
  ['an empty JSON body', 'invalid_json', () => post('/send', '')],
  ['a JSON that reaches for prototypes', 'invalid_json', () => post('/send', '{"__proto__": {}}')],
  ['JSON that is no object', 'invalid_request', () => post('/send', '[]')],
  ['JSON null', 'invalid_request', () => post('/send', 'null')],
  ['a field too much', 'invalid_request', () => post('/send', '{"user_id": 1, "to": 2}')],
  ['a wrong type', 'invalid_request', () => post('/send', '{"user_id": "1", "content": "hi"}')],
  [
    'another content type',
    'invalid_request',
    () => post('/send', '<send/>', { 'content-type': 'text/xml' }),
  ],
  ['no body at all', 'invalid_request', () => server.api.raw('/send', { method: 'POST' })],
  [
    'a form where JSON is wanted',
    'invalid_request',
    () => server.api.raw('/send', { method: 'POST', body: new FormData() }),
  ],
  ['JSON where a form is wanted', 'invalid_request', () => post('/accounts/upload', '{}')],
  ['a page that is no number', 'invalid_request', () => server.api.raw('/audit?limit=many')],
  ['a page too long', 'invalid_request', () => server.api.raw('/audit?limit=100000')],
  ['a cursor of nobody', 'invalid_request', () => server.api.raw('/audit?after=oops')],
  ['an unknown account', 'not_found', () => server.api.raw('/accounts/acc_99')],
  ['an unknown message', 'not_found', () => server.api.raw('/messages/99')],
  ['an unknown API key', 'not_found', () => server.api.raw('/api-keys/99', { method: 'DELETE' })],
  [
    'an id beyond all numbers',
    'invalid_request',
    () => server.api.raw('/api-keys/99999999999999999999', { method: 'DELETE' }),
  ],
  ['no key', 'unauthorized', () => server.api.as(undefined).raw('/accounts')],
  [
    'a body that is too large',
    'body_too_large',
    () => post('/send', JSON.stringify({ content: 'x'.repeat(73 * 1024 * 1024) })),
  ],
];

describe.each(wrong)('%s', (_, code, ask) => {
  test(`is answered with ${code}, a message and the status of the code`, async () => {
    const answer = await ask();
    const body = await bodyOf(answer);
    expect(body).toMatchObject({ success: false, error: code, message: expect.any(String) });
    expect(body.message.length).toBeGreaterThan(10);
    expect(answer.status).toBe(errorStatus[code as keyof typeof errorStatus]);
    expect(answer.headers.get('content-type')).toContain('application/json');
  });
});

test('a wrong field is named, in words', async () => {
  const { body } = await server.api.post('/send', { user_id: 'x', type: 'smoke' });
  expect(body.message).toMatch(/user_id.*type/);
  expect(body.details.map((d: { field: string }) => d.field).sort()).toEqual(['type', 'user_id']);
});

test('an oversize body without a key is refused for the key, unread', async () => {
  const answer = await server.api
    .as(undefined)
    .raw('/send', { method: 'POST', body: 'x'.repeat(1024 * 1024), headers: json });
  expect(answer.status).toBe(401);
});

test('what is no HTTP at all gets an answer of the same form', async () => {
  const { port, hostname } = new URL(server.url ?? '');
  const raw = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => void socket.write('HELLO\r\n\r\n'));
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('end', () => resolve(heard));
    socket.on('error', reject);
  });
  const [head = '', body = ''] = raw.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 400/);
  expect(JSON.parse(body)).toMatchObject({ success: false, error: 'invalid_request' });
});

describe('the language of an error', () => {
  const messageFor = async (language: string, path = '/nothing') => {
    const answer = await server.api.raw(path, { headers: { 'accept-language': language } });
    return (await bodyOf(answer)).message;
  };
  const russian = /[а-я]/;

  test('is the one the client asks for', async () => {
    expect(await messageFor('ru')).toMatch(russian);
    expect(await messageFor('en-GB,en;q=0.9')).not.toMatch(russian);
    expect(await messageFor('de, ru;q=0.8, en;q=0.5')).toMatch(russian);
    expect(await messageFor('de-RU, en;q=0.5')).not.toMatch(russian);
  });

  test('is the language of the interface for everybody else', async () => {
    expect(await messageFor('de')).toMatch(russian);
  });

  test('is the language of the workspace for those who have a key', async () => {
    await server.api.patch('/settings', { language: 'en' });
    try {
      expect(await messageFor('de', '/accounts/acc_99')).not.toMatch(russian);
    } finally {
      await server.api.patch('/settings', { language: 'ru' });
    }
    expect(await messageFor('de', '/accounts/acc_99')).toMatch(russian);
  });

  test('holds for wrong fields too', async () => {
    const ask = async (language: string) => {
      const answer = await post('/send', '{"user_id": "x"}', {
        ...json,
        'accept-language': language,
      });
      return (await bodyOf(answer)).message;
    };
    expect(await ask('ru')).toMatch(russian);
    expect(await ask('en')).not.toMatch(russian);
  });
});
