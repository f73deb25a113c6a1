import type { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type LlmServer, startLlmServer } from '../../../test/support/llm-server.ts';
import { createGuardedAgent } from '../../base/http/guarded-agent.ts';
import { createOpenAiModels } from './openai-models.ts';
import type { LlmCall } from './port.ts';

let llm: LlmServer;
let agent: Agent;

beforeAll(async () => {
  llm = await startLlmServer({ key: 'right-key', models: ['small'] });
  agent = guarded([new URL(llm.url).origin]);
});
afterEach(() => {
  llm.replies.length = 0;
  llm.requests.length = 0;
});
afterAll(async () => {
  await agent?.destroy();
  await llm?.close();
});

const guarded = (allow: string[]) =>
  createGuardedAgent({ allow, connectTimeoutMs: 2_000, idleTimeoutMs: 5_000 });

function ask(change: Partial<LlmCall> = {}) {
  return createOpenAiModels(agent).complete({
    endpoint: { baseUrl: llm.url, apiKey: 'right-key', model: 'small' },
    system: 'Be short.',
    user: 'Hi',
    maxTokensOut: 100,
    timeoutMs: 5_000,
    ...change,
  });
}

const schema = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { verdict: { type: 'string' } },
    required: ['verdict'],
    additionalProperties: false,
  },
};

test('an answer comes with what it took', async () => {
  llm.replies.push({ text: 'Hello', usage: { prompt_tokens: 12, completion_tokens: 3 } });
  expect(await ask()).toEqual({
    ok: true,
    text: 'Hello',
    finish: 'stop',
    usage: { tokensIn: 12, tokensOut: 3 },
  });
  expect(llm.requests[0]).toMatchObject({ model: 'small', system: 'Be short.', user: 'Hi' });
  expect(llm.requests[0]?.body.max_tokens).toBe(100);
});

test('an answer without figures says so', async () => {
  llm.replies.push({ text: 'Hello', usage: null });
  expect(await ask()).toMatchObject({ ok: true, usage: undefined });
});

test.each([
  ['length', 'length'],
  ['content_filter', 'filtered'],
])('an answer that ended by %s says %s', async (finish, said) => {
  llm.replies.push({ text: 'Hel', finish });
  expect(await ask()).toMatchObject({ ok: true, finish: said });
});

test('JSON is asked for by its schema and handed over as text', async () => {
  llm.replies.push('{"verdict":"question"}');
  expect(await ask({ schema })).toMatchObject({ ok: true, text: '{"verdict":"question"}' });
  expect(llm.requests[0]?.body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { name: 'verdict', schema: schema.schema },
  });
});

test('what should have been JSON and is not comes as it is, with its cost', async () => {
  llm.replies.push('I think it is a question');
  expect(await ask({ schema })).toMatchObject({
    ok: true,
    text: 'I think it is a question',
    usage: { tokensIn: expect.any(Number), tokensOut: expect.any(Number) },
  });
});

test('a wrong key and an unknown model are told apart, and not tried again', async () => {
  const endpoint = { baseUrl: llm.url, apiKey: 'wrong', model: 'small' };
  expect(await ask({ endpoint })).toMatchObject({ failure: 'unauthorized', status: 401 });
  const unknown = { baseUrl: llm.url, apiKey: 'right-key', model: 'huge' };
  expect(await ask({ endpoint: unknown })).toMatchObject({ failure: 'refused_request' });
});

test.each([429, 500, 503])('%i is tried once more', async (status) => {
  const busy = { status, headers: { 'retry-after': '0' } };
  llm.replies.push(busy, 'Hello');
  expect(await ask()).toMatchObject({ ok: true, text: 'Hello' });
  llm.replies.push(busy, busy, 'never asked for');
  expect(await ask()).toMatchObject({ ok: false, status, mayCost: false });
  expect(llm.requests.length).toBe(4);
});

test('a server that wants to be left alone for long is left alone', async () => {
  llm.replies.push({ status: 429, headers: { 'retry-after': '60' } });
  expect(await ask()).toMatchObject({ failure: 'overloaded' });
  expect(llm.requests.length).toBe(1);
});

test('silence ends in time, and may have cost something', async () => {
  llm.replies.push('silence');
  expect(await ask({ timeoutMs: 200 })).toEqual({
    ok: false,
    failure: 'timeout',
    status: undefined,
    mayCost: true,
  });
});

test.each(['{"choices": [', '<html>busy</html>', '{"object":"chat.completion"}', '', '[]'])(
  'an answer that is none (%j) is no answer',
  async (raw) => {
    llm.replies.push({ raw });
    expect(await ask()).toMatchObject({ ok: false, failure: 'broken_answer', mayCost: true });
  },
);

test('an answer without end is no answer', async () => {
  llm.replies.push({ raw: JSON.stringify({ padding: 'x'.repeat(2 * 1024 * 1024) }) });
  expect(await ask()).toMatchObject({ ok: false });
});

test('a connection that is cut may have cost something, so it is not tried again', async () => {
  llm.replies.push('cut', 'never asked for');
  expect(await ask()).toMatchObject({ ok: false, failure: 'unreachable', mayCost: true });
  expect(llm.requests.length).toBe(1);
});

test('a redirect is not followed: it would carry the key to somebody else', async () => {
  const other = await startLlmServer();
  const location = `${other.url}/chat/completions`;
  llm.replies.push({ status: 307, headers: { location } });
  expect(await ask()).toMatchObject({ ok: false });
  expect(other.requests).toEqual([]);
  await other.close();
});

test('nobody there is out of reach', async () => {
  const gone = await startLlmServer();
  await gone.close();
  const endpoint = { baseUrl: gone.url, apiKey: undefined, model: 'small' };
  const own = guarded([new URL(gone.url).origin]);
  const call = { endpoint, system: '', user: 'Hi', maxTokensOut: 10, timeoutMs: 5_000 };
  expect(await createOpenAiModels(own).complete(call)).toMatchObject({
    failure: 'unreachable',
    mayCost: false,
  });
  await own.destroy();
});

test('an internal address that the operator did not set is never asked', async () => {
  const closed = guarded([]);
  const endpoint = { baseUrl: llm.url, apiKey: 'right-key', model: 'small' };
  const call = { endpoint, system: '', user: 'Hi', maxTokensOut: 10, timeoutMs: 5_000 };
  expect(await createOpenAiModels(closed).complete(call)).toMatchObject({
    failure: 'unreachable',
    mayCost: false,
  });
  expect(llm.requests).toEqual([]);
  await closed.destroy();
});
