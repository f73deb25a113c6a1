import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage();
  account = await stage.account();
  const [person] = (await stage.audience(1)).people;
  if (!person) throw new Error('nobody');
  await stage.write(person, account, 'Hello');
  await stage.server.api.patch(`/accounts/${account.key}`, { status: 'disabled' });
  await stage.server.api.patch(`/accounts/${account.key}`, { notes: 'on holiday' });
});
afterAll(() => stage?.stop());

test('the history of an account is told in words, newest first, without its messages', async () => {
  const { body } = await stage.server.api.get(`/accounts/${account.key}/history`);
  const types = body.history.map((line: { type: string }) => line.type);
  expect(types.slice(0, 2)).toEqual(['account.updated', 'account.status_changed']);
  expect(types.at(-1)).toMatch(/^account\./);
  expect(types.some((type: string) => type.startsWith('message.'))).toBe(false);
  expect(body.history[0]).toMatchObject({ text: 'An account was changed', details: 'notes' });
  expect(body.history[1]).toMatchObject({
    actor: 'api_key:1',
    text: 'An account moved to another status',
    details: 'active → disabled: an operator decided so',
  });
});

test('it is told in the language of the caller', async () => {
  const answer = await stage.server.api.raw(`/accounts/${account.key}/history?limit=2`, {
    headers: { 'accept-language': 'ru' },
  });
  const body = (await answer.json()) as { history: unknown[] };
  expect(body.history[1]).toMatchObject({
    text: 'Статус аккаунта изменился',
    details: 'в работе → выключен: решил оператор',
  });
});

test('its pages hold each line once', async () => {
  const whole = await stage.server.api.get(`/accounts/${account.key}/history`);
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const { body } = await stage.server.api.get(
      `/accounts/${account.key}/history?limit=2&after=${after}`,
    );
    ids.push(...body.history.map((line: { id: string }) => line.id));
    if (body.next === null) break;
    after = body.next;
  }
  expect(ids).toEqual(whole.body.history.map((line: { id: string }) => line.id));
});

test.each([
  ['/accounts/acc_999/history', 404],
  ['/accounts/nothing/history', 404],
  ['/accounts/acc_1/history?after=nowhere', 400],
  ['/accounts/acc_1/history?limit=0', 400],
])('%s is answered with %i', async (path, status) => {
  const answer = await stage.server.api.get(path);
  expect(answer.status).toBe(status);
  expect(answer.body.success).toBe(false);
});
