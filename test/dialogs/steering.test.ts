import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { join, setUp } from '../support/browser.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server.ts';
import { sentTo } from '../support/sent-messages.ts';
import { type Person, type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let account: TestAccount;
let llm: LlmServer;
let scriptId: number;
let campaigns = 0;

beforeAll(async () => {
  llm = await startLlmServer();
  stage = await startStage({
    MAX_DAILY_ACTIVE: '1000',
    LLM_BASE_URL: llm.url,
    LLM_API_KEY: 'key',
    LLM_MODEL: 'model',
  });
  account = await stage.account();
  const { body } = await stage.server.api.post('/scripts', {
    name: 'Three stages',
    stages: [
      { content: 'Hello, shall I tell you more about our courses?' },
      { content: 'Here is the programme.' },
      { content: 'Shall we call?' },
    ],
  });
  scriptId = body.script.id;
});
afterAll(async () => {
  await stage?.stop();
  await llm?.close();
});

const api = () => stage.server.api;

/** A person whom a campaign has just greeted, with the number of their dialog. */
async function greeted(change: Record<string, unknown> = {}): Promise<Person & { dialog: number }> {
  const audience = await stage.audience(1);
  const [person] = audience.people;
  if (!person) throw new Error('nobody');
  await stage.advance(3_600);
  const drafted = await api().post('/campaigns', {
    name: `Campaign ${++campaigns}`,
    script_id: scriptId,
    accounts: [account.key],
    audience_id: audience.id,
    schedule: { from: '00:00', to: '23:59', days: [1, 2, 3, 4, 5, 6, 7] },
    ...change,
  });
  await api().post(`/campaigns/${drafted.body.campaign.id}/launch`);
  await stage.settle();
  expect(await stage.textsTo(person.telegramId)).toHaveLength(1);
  const { body } = await api().get(`/dialogs/${person.telegramId}`);
  return { ...person, dialog: body.dialogs[0].id };
}

const dialog = async (number: number) => (await api().get(`/dialogs/number/${number}`)).body;

describe('a reply', () => {
  test('that asks something waits for a person, and says why', async () => {
    const person = await greeted();
    await stage.write(person, account, 'How much does it cost?');
    await stage.advance(6);
    expect(await dialog(person.dialog)).toMatchObject({
      dialog: { status: 'waiting', waiting_because: 'The person asked a question.' },
      judgements: [{ verdict: 'question', decision: 'hand_over:question' }],
    });
    expect(await stage.textsTo(person.telegramId)).toHaveLength(1);
  });

  test('that refuses puts the person on the do-not-contact list at once', async () => {
    const person = await greeted();
    await stage.write(person, account, 'Not interested, please do not write to me again');
    // not a second has passed: it isn't gathered first
    expect(await dialog(person.dialog)).toMatchObject({
      dialog: { status: 'stopped', is_automatic: false },
      judgements: [{ verdict: 'refusal', decision: 'stop' }],
    });
    const send = await api().post('/send', { username: person.username, content: 'Wait!' });
    expect(send.body).toMatchObject({ success: false, error: 'do_not_contact' });
  });

  test('wrongly taken for a refusal is corrected, and the stop is lifted', async () => {
    const person = await greeted();
    await stage.write(person, account, 'No, not interested');
    const { judgements } = await dialog(person.dialog);
    const corrected = await api().post(`/judgements/${judgements[0].id}/correct`, {
      verdict: 'unclear',
      because: 'It was about something else',
    });
    expect(corrected.body).toMatchObject({ success: true, stop_lifted: true });
    expect((await dialog(person.dialog)).dialog).toMatchObject({ status: 'waiting' });
    const reply = await api().post(`/dialogs/number/${person.dialog}/messages`, {
      content: 'Sorry, what did you mean?',
    });
    expect(reply.body).toMatchObject({ success: true });
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('Sorry, what did you mean?');
  });

  test('is shown as read and typing is shown before the script answers', async () => {
    const person = await greeted();
    await stage.control.delete('/calls');
    await stage.write(person, account, 'Yes, please tell me more');
    await stage.advance(6);
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('Here is the programme.');
    const { calls } = await stage.control.get<{ calls: { method: string }[] }>('/calls');
    const methods = calls.map((call) => call.method);
    expect(methods).toContain('messages.readHistory');
    expect(methods.indexOf('messages.setTyping')).toBeLessThan(
      methods.indexOf('messages.sendMessage'),
    );
  });
});

describe('an operator', () => {
  test('stops one dialog: nothing more is said in it, and the person stays free', async () => {
    const person = await greeted();
    await stage.write(person, account, 'Yes, tell me');
    const stopped = await api().post(`/dialogs/number/${person.dialog}/stop`);
    expect(stopped.body).toMatchObject({ success: true, dialog: { status: 'stopped' } });
    await stage.advance(60);
    expect(await stage.textsTo(person.telegramId)).toHaveLength(1);
    const body = { username: person.username, content: 'By the way' };
    await api().post('/send?wait=false', body);
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('By the way');
  });

  test('takes a dialog over by writing in it, and gives it back', async () => {
    const person = await greeted();
    await api().post(`/dialogs/number/${person.dialog}/messages`, { content: 'It is Maria here' });
    await stage.advance(3);
    await stage.write(person, account, 'Yes, go on');
    await stage.advance(10);
    expect(await stage.textsTo(person.telegramId)).toEqual([
      'Hello, shall I tell you more about our courses?',
      'It is Maria here',
    ]);
    const resumed = await api().post(`/dialogs/number/${person.dialog}/resume`);
    expect(resumed.body).toMatchObject({ dialog: { status: 'active', is_automatic: true } });
    await stage.write(person, account, 'Yes, I agree, go on please');
    await stage.advance(6);
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('Here is the programme.');
  });

  test('takes a dialog over by writing in the app of the account', async () => {
    const person = await greeted();
    await stage.control.post(`/users/${account.telegramId}/messages`, {
      to: person.telegramId,
      text: 'Written on the phone',
    });
    await stage.until('the message of the app', async () => {
      await stage.settle();
      const { messages } = await dialog(person.dialog);
      return messages.some((m: { text: string }) => m.text === 'Written on the phone');
    });
    expect((await dialog(person.dialog)).dialog).toMatchObject({ is_automatic: false });
    await stage.write(person, account, 'Yes, go on');
    await stage.advance(10);
    expect(await stage.textsTo(person.telegramId)).toHaveLength(2);
  });

  test('is made responsible, and is reminded of what was put off', async () => {
    const person = await greeted({ follow_up_text: 'Did you see my message?' });
    const { body } = await api().post('/operators', { name: 'Maria', role: 'operator' });
    const assigned = await api().post(`/dialogs/number/${person.dialog}/assign`, {
      operator_id: body.operator.id,
    });
    expect(assigned.body.dialog).toMatchObject({ operator_id: body.operator.id });
    const put = await api().post(`/dialogs/number/${person.dialog}/snooze`, {
      days: 30,
      note: 'Ask after the holidays',
    });
    expect(put.body).toMatchObject({ success: true });
    await stage.advance(29 * 86_400);
    expect(await stage.textsTo(person.telegramId)).toHaveLength(1);
    await stage.advance(86_401);
    expect((await dialog(person.dialog)).dialog).toMatchObject({
      status: 'waiting',
      waiting_because: 'You asked to be reminded.',
      notes: 'Ask after the holidays',
    });
  });

  test('who is signed in takes what is nobody’s, and takes nothing from a colleague', async () => {
    const owner = await setUp(stage.server);
    const boris = await join(stage.server, owner, { role: 'specialist', login: 'boris' });
    const clara = await join(stage.server, owner, { role: 'specialist', login: 'clara' });
    const taken = await greeted();
    await boris.post(`/dialogs/number/${taken.dialog}/hand-over`);
    const written = await greeted();
    const reply = { content: 'A person writes here' };
    await clara.post(`/dialogs/number/${written.dialog}/messages`, reply);
    await boris.post(`/dialogs/number/${written.dialog}/messages`, reply);
    expect((await dialog(taken.dialog)).dialog).toMatchObject({ operator_id: boris.id });
    expect((await dialog(written.dialog)).dialog).toMatchObject({ operator_id: clara.id });
    const mine = await boris.get(`/dialogs?operator_id=${boris.id}`);
    expect(mine.body.dialogs.map((d: { id: number }) => d.id)).toEqual([taken.dialog]);
    await stage.settle();
    const { body } = await owner.get('/audit?limit=20');
    const told = body.entries.filter((e: { action: string }) => e.action === 'dialog.taken_over');
    expect(told[0]).toMatchObject({ actor: `operator:${clara.id}`, address: '127.0.0.1' });
  });

  test('completes a dialog as converted, and reads it as text', async () => {
    const person = await greeted();
    const done = await api().post(`/dialogs/number/${person.dialog}/complete`, {
      outcome: 'converted',
    });
    expect(done.body.dialog).toMatchObject({ status: 'converted' });
    const text = await api().get(`/dialogs/number/${person.dialog}/export`);
    expect(text.body).toContain('We: Hello, shall I tell you more about our courses?');
  });
});

describe('the AI', () => {
  const role = async (mode: 'draft' | 'automatic') => {
    const { body } = await api().post('/assistant/roles', {
      name: `Role ${++campaigns}`,
      prompt: 'You sell courses.',
      facts: 'Our course has five lessons.',
      mode,
    });
    expect(body).toMatchObject({ success: true });
    return body.role.id as number;
  };

  test('answers a question where its role may, and the script goes on afterwards', async () => {
    const person = await greeted({ role_id: await role('automatic') });
    llm.otherwise = () => 'Our course has five lessons.';
    await stage.write(person, account, 'How many lessons are there?');
    await stage.advance(6);
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('Our course has five lessons.');
    await stage.write(person, account, 'Yes, sounds great, go on');
    await stage.advance(6);
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('Here is the programme.');
  });

  test('leaves a draft that an operator lets go in other words', async () => {
    const person = await greeted({ role_id: await role('draft') });
    llm.otherwise = () => 'Our course has five lessons.';
    await stage.write(person, account, 'How many lessons do you have?');
    await stage.advance(6);
    await stage.advance(3);
    expect((await dialog(person.dialog)).dialog).toMatchObject({
      status: 'waiting',
      waiting_because: 'The AI wrote an answer: look at it.',
    });
    const { body } = await api().get('/assistant/answers?status=draft');
    expect((await dialog(person.dialog)).draft).toEqual({
      id: body.answers[0].id,
      text: 'Our course has five lessons.',
    });
    const approved = await api().post(`/assistant/answers/${body.answers[0].id}/approve`, {
      text: 'Five lessons.',
    });
    expect(approved.body).toMatchObject({ success: true });
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toContain('Five lessons.');
    expect(await dialog(person.dialog)).toMatchObject({
      dialog: { status: 'active' },
      draft: null,
    });
  });

  test('answers who writes to an account that has a role, without any campaign', async () => {
    const own = await stage.account();
    const assigned = await api().put(`/accounts/${own.key}/role`, {
      role_id: await role('automatic'),
    });
    expect(assigned.body).toMatchObject({ success: true });
    const [person] = (await stage.audience(1, { hasConsent: false })).people;
    if (!person) throw new Error('nobody');
    llm.otherwise = () => 'Our course has five lessons.';
    await stage.write(person, own, 'Hi, how many lessons are in the course?');
    await stage.advance(6);
    await stage.advance(3);
    expect(await stage.textsTo(person.telegramId)).toEqual(['Our course has five lessons.']);
  });

  test('that cannot be reached leaves the dialog to a person and says nothing', async () => {
    const person = await greeted({ role_id: await role('automatic') });
    llm.otherwise = () => ({ status: 500 });
    await stage.write(person, account, 'What does it cost?');
    await stage.advance(6);
    await stage.advance(3);
    expect((await dialog(person.dialog)).dialog).toMatchObject({ status: 'waiting' });
    expect(await sentTo(stage.control, person.telegramId)).toHaveLength(1);
  });
});
