import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSafeFetch, type SafeFetch } from './safe-fetch.ts';
import { endlessBody, type StrangerServer, startStrangerServer } from './stranger-server.ts';

let stranger: StrangerServer;
let client: SafeFetch;

beforeEach(async () => {
  stranger = await startStrangerServer();
  client = createSafeFetch({ allow: [stranger.origin] });
});

afterEach(async () => {
  await stranger.close();
  await client.close();
});

describe('a request', () => {
  it('posts its headers and body and gives the answer', async () => {
    let received = '';
    stranger.respond = (request, response) => {
      request.setEncoding('utf8');
      request.on('data', (chunk) => {
        received += chunk;
      });
      request.on('end', () => {
        response.writeHead(202, { 'x-signature': String(request.headers['webhook-signature']) });
        response.end('принято');
      });
    };
    const answer = await client.request(`${stranger.origin}/hook`, {
      headers: { 'content-type': 'application/json', 'webhook-signature': 'v1,abc' },
      body: '{"id":1}',
      timeoutMs: 5_000,
    });
    expect(answer).toMatchObject({ answered: true, status: 202, body: 'принято' });
    expect(answer).toMatchObject({ headers: { 'x-signature': 'v1,abc' } });
    expect(received).toBe('{"id":1}');
    expect(stranger.hits).toEqual(['POST /hook']);
  });

  it('does not follow redirects', async () => {
    stranger.respond = (_request, response) =>
      response.writeHead(302, { location: '/other' }).end();
    expect(await client.request(`${stranger.origin}/hook`, { timeoutMs: 5_000 })).toMatchObject({
      answered: true,
      status: 302,
    });
    expect(stranger.hits).toEqual(['POST /hook']);
  });

  it('keeps 64 KB of an endless answer', async () => {
    stranger.respond = endlessBody;
    const answer = await client.request(stranger.origin, { timeoutMs: 5_000 });
    expect(answer.answered && answer.body.length).toBe(65_536);
  });

  it.each([
    ['an internal address', 'http://10.0.0.1/hook', 'internal_address'],
    ['another scheme', 'ftp://example.com/', 'unsupported_scheme'],
    ['no address', 'nonsense', 'invalid_url'],
  ])('to %s comes back as refused', async (_what, address, reason) => {
    expect(await client.request(address, { timeoutMs: 5_000 })).toMatchObject({
      answered: false,
      reason,
    });
  });

  it('that is never answered comes back as timed out', async () => {
    stranger.respond = () => {};
    expect(await client.request(stranger.origin, { timeoutMs: 150 })).toMatchObject({
      answered: false,
      reason: 'timeout',
    });
  });
});
