import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemActor } from '../../server/base/events/record-events.ts';
import type { Caller } from '../../server/feature.ts';
import { budgetDay, readDay } from '../../server/features/assistant/budget.ts';
import { createRole } from '../../server/features/assistant/roles.ts';
import {
  changeAssistantSettings,
  readAssistantSettings,
} from '../../server/features/assistant/settings.ts';
import { writeAnswer } from '../../server/features/assistant/write-answer.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server.ts';
import { insertAccount, requestFor } from '../support/talks.ts';

let llm: LlmServer;
let house: TestApp;
let caller: Caller;
let roleId: number;
let senderId: number;

beforeAll(async () => {
  llm = await startLlmServer();
  house = await openTestApp(new Date('2026-03-02T20:30:00Z'), {
    LLM_BASE_URL: llm.url,
    LLM_MODEL: 'small',
    LLM_PRICE_IN: '1',
    LLM_PRICE_OUT: '10',
    LLM_TIMEOUT: '10',
  });
  caller = { workspaceId: house.workspaceId, actor: systemActor, language: 'ru' };
  const role = {
    name: 'Shop',
    prompt: 'Ты отвечаешь за мастерскую.',
    tone: '',
    facts: '',
    never_say: [],
    language: 'ru' as const,
    max_length: 300,
    max_answers: 100,
    mode: null,
  };
  roleId = (await createRole(house.app, caller, role)).id;
  senderId = await insertAccount(house.app, house.workspaceId);
});
/** Every test has a day of its own. */
beforeEach(async () => {
  house.clock.advance(24 * 3_600_000);
  await changeAssistantSettings(house.app, caller, { budget_tokens: null, budget_cost: null });
});
afterEach(() => {
  llm.replies.length = 0;
  llm.requests.length = 0;
  llm.otherwise = () => 'Здравствуйте!';
});
afterAll(async () => {
  await house?.close();
  await llm?.close();
});

async function ask() {
  const { app, workspaceId } = house;
  return writeAnswer(app, await requestFor(app, workspaceId, senderId, roleId, 'Добрый день'));
}

async function today() {
  const { app, workspaceId } = house;
  return readDay(app, workspaceId, await budgetDay(app, workspaceId));
}

/** What one call reserves, found out by a call that dies. */
async function mostOfOne() {
  llm.replies.push('cut');
  await ask();
  const { tokensIn, tokensOut, costMicros } = await today();
  house.clock.advance(24 * 3_600_000);
  llm.requests.length = 0;
  return { tokens: tokensIn + tokensOut, costMicros };
}

test('calls at the same time never pass the budget together', async () => {
  const { app } = house;
  const { tokens } = await mostOfOne();
  await changeAssistantSettings(app, caller, { budget_tokens: tokens * 3 + 10 });
  const calls = 12;
  let refused = 0;
  // Nobody is answered before the budget has decided about everybody.
  const release = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (llm.requests.length + refused < calls) return;
      clearInterval(look);
      resolve();
    }, 5);
  });
  llm.otherwise = async () => {
    await release;
    return { text: 'Здравствуйте!', usage: { prompt_tokens: 10, completion_tokens: 5 } };
  };
  const askOnce = async () => {
    const outcome = await ask();
    if (outcome.outcome === 'hand_over' && outcome.reason === 'over_budget') refused += 1;
  };
  await Promise.all(Array.from({ length: calls }, askOnce));
  expect(llm.requests.length).toBe(3);
  expect(refused).toBe(calls - 3);
  const { tokensIn, tokensOut } = await today();
  expect(tokensIn + tokensOut).toBe(3 * 15);
});

test('the most that a call may take is more than it takes, and given back afterwards', async () => {
  const { tokens } = await mostOfOne();
  llm.replies.push({ text: 'Здравствуйте!', usage: { prompt_tokens: 700, completion_tokens: 9 } });
  await ask();
  expect(await today()).toMatchObject({
    calls: 1,
    tokensIn: 700,
    tokensOut: 9,
    costMicros: 790,
  });
  expect(tokens).toBeGreaterThan(709);
});

test('a budget of money stops hard, and tomorrow is another day', async () => {
  const { costMicros } = await mostOfOne();
  const { app } = house;
  await changeAssistantSettings(app, caller, { budget_cost: (costMicros + 500) / 1_000_000 });
  llm.replies.push({ text: 'Здравствуйте!', usage: { prompt_tokens: 600, completion_tokens: 0 } });
  expect(await ask()).toMatchObject({ outcome: 'answer' });
  expect(await ask()).toMatchObject({ outcome: 'hand_over', reason: 'over_budget' });
  house.clock.advance(24 * 3_600_000);
  expect(await ask()).toMatchObject({ outcome: 'answer' });
});

test('a budget of nothing lets nothing through', async () => {
  await changeAssistantSettings(house.app, caller, { budget_tokens: 0 });
  expect(await ask()).toMatchObject({ reason: 'over_budget' });
  expect(llm.requests).toEqual([]);
  expect(await today()).toMatchObject({ calls: 0, tokensIn: 0 });
});

test('what costs nothing is given back; what may have cost something stays counted', async () => {
  llm.replies.push({ status: 401 });
  await ask();
  expect(await today()).toMatchObject({ tokensIn: 0, tokensOut: 0, costMicros: 0 });
  llm.replies.push({ raw: 'broken' });
  await ask();
  expect((await today()).costMicros).toBeGreaterThan(1_000);
});

test('a server that keeps its figures to itself is counted at the most', async () => {
  llm.replies.push({ text: 'Здравствуйте!', usage: null });
  expect(await ask()).toMatchObject({ outcome: 'answer' });
  expect((await today()).tokensOut).toBe(1_100);
});

test('a budget of money without prices lets nothing through', async () => {
  const { app, workspaceId } = house;
  await changeAssistantSettings(app, caller, { budget_cost: 1 });
  const own = { ...app, config: { ...app.config, ai: { ...app.config.ai, priceIn: undefined } } };
  const request = await requestFor(app, workspaceId, senderId, roleId, 'Добрый день');
  expect(await writeAnswer(own, request)).toMatchObject({ reason: 'not_configured' });
  expect((await readAssistantSettings(own, workspaceId)).prices).toBeUndefined();
});
