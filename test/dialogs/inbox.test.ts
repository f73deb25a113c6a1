import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { join, setUp } from '../support/browser.ts';
import { type Person, type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '1000' });
  account = await stage.account();
});
afterAll(() => stage?.stop());

const api = () => stage.server.api;

/** Somebody who has just written to us, with the number of their dialog. */
async function writer(firstName: string): Promise<Person & { dialog: number }> {
  const [person] = (await stage.audience(1, { firstName })).people;
  if (!person) throw new Error('nobody');
  await stage.write(person, account, `Hello from ${firstName}`);
  await stage.advance(60);
  const { body } = await api().get(`/dialogs/${person.telegramId}`);
  return { ...person, dialog: body.dialogs[0].id };
}

const list = async (query: string) => (await api().get(`/dialogs?${query}`)).body;
const numbers = async (query: string): Promise<number[]> =>
  (await list(query)).dialogs.map((d: { id: number }) => d.id);

test('by activity, whoever was last heard stands first, page after page', async () => {
  const anna = await writer('Anna');
  const boris = await writer('Boris');
  const clara = await writer('Clara');
  await stage.write(anna, account, 'Are you there?');
  await stage.settle();
  const first = await list('sort=activity&limit=2');
  expect(first.dialogs.map((d: { id: number }) => d.id)).toEqual([anna.dialog, clara.dialog]);
  expect(first.dialogs[0].last_words).toMatchObject({
    direction: 'in',
    status: 'received',
    type: 'text',
    text: 'Are you there?',
  });
  const second = await list(`sort=activity&limit=2&after=${first.next}`);
  expect(second.dialogs[0].id).toBe(boris.dialog);
  const here = [anna, boris, clara].map((p) => p.dialog);
  const newest = (await numbers('limit=200')).filter((number) => here.includes(number));
  expect(newest).toEqual([clara.dialog, boris.dialog, anna.dialog]);
});

test('a cursor of another order is refused in words', async () => {
  const answer = await api().get('/dialogs?sort=activity&after=12');
  expect(answer.status).toBe(400);
  expect(answer.body.error).toBe('invalid_request');
});

test('those who wait stand by how long they have, and can be narrowed to nobody’s', async () => {
  const early = await writer('Early');
  const late = await writer('Late');
  for (const { dialog } of [early, late]) {
    await api().post(`/dialogs/number/${dialog}/hand-over`);
    await stage.advance(60);
  }
  expect(await numbers('sort=waiting')).toEqual([early.dialog, late.dialog]);
  const { body } = await api().post('/operators', { name: 'Olga' });
  await api().post(`/dialogs/number/${early.dialog}/assign`, { operator_id: body.operator.id });
  expect(await numbers('sort=waiting&unassigned=true')).toEqual([late.dialog]);
  expect(await numbers(`operator_id=${body.operator.id}`)).toEqual([early.dialog]);
});

test('people are found by how their name begins, and by several statuses at once', async () => {
  const person = await writer('Zinaida');
  expect(await numbers('q=zina')).toEqual([person.dialog]);
  expect(await numbers('q=inaida')).toEqual([]);
  expect(await numbers(`contact_id=${person.contactId}`)).toEqual([person.dialog]);
  await api().post(`/dialogs/number/${person.dialog}/complete`, { outcome: 'converted' });
  expect(await numbers('status=completed,converted')).toEqual([person.dialog]);
  expect((await api().get('/dialogs?status=gone')).status).toBe(400);
});

test('a snooze is taken back', async () => {
  const { dialog } = await writer('Sonya');
  const snooze = `/dialogs/number/${dialog}/snooze`;
  await api().post(snooze, { days: 1, note: 'ask again' });
  expect(await numbers('snoozed=true')).toEqual([dialog]);
  const woken = await api().post(snooze, { until: null });
  expect(woken.body.dialog).toMatchObject({ snoozed_until: null, snooze_note: null });
  expect(await numbers('snoozed=true')).toEqual([]);
});

test('a dialog is read page by page, each reply with what was made of it', async () => {
  const person = await writer('Pavel');
  const path = `/dialogs/number/${person.dialog}/messages`;
  await stage.write(person, account, 'Stop writing to me');
  await stage.settle();
  const latest = (await api().get(`${path}?limit=1`)).body;
  expect(latest.messages).toMatchObject([{ text: 'Stop writing to me', origin: null }]);
  expect(latest.judgements).toMatchObject([
    { message_id: latest.messages[0].id, verdict: 'refusal' },
  ]);
  const older = (await api().get(`${path}?limit=1&after=${latest.next}`)).body;
  expect(older.messages).toMatchObject([{ text: 'Hello from Pavel' }]);
  expect((await api().get('/dialogs/number/99999/messages')).status).toBe(404);
});

test('what each operator has read is read for them wherever they look, and for nobody else', async () => {
  const owner = await setUp(stage.server);
  const boris = await join(stage.server, owner, { role: 'specialist', login: 'boris' });
  const person = await writer('Unread');
  const isUnread = async (who: Pick<typeof owner, 'get'>) => {
    const { body } = await who.get(`/dialogs?contact_id=${person.contactId}`);
    return body.dialogs[0].is_unread;
  };
  expect(await Promise.all([owner, boris, api()].map(isUnread))).toEqual([true, true, false]);
  const { body } = await owner.get(`/dialogs/number/${person.dialog}`);
  const read = { message_id: body.dialog.last_words.id };
  expect((await owner.post(`/dialogs/number/${person.dialog}/read`, read)).status).toBe(200);
  expect(await Promise.all([owner, boris].map(isUnread))).toEqual([false, true]);
  await stage.write(person, account, 'One more');
  expect(await isUnread(owner)).toBe(true);
  await owner.post(`/dialogs/number/${person.dialog}/read`, { message_id: 1 });
  const later = (await owner.get(`/dialogs/number/${person.dialog}`)).body.dialog.last_words.id;
  await owner.post(`/dialogs/number/${person.dialog}/read`, { message_id: later });
  await owner.post(`/dialogs/number/${person.dialog}/read`, { message_id: 1 });
  expect(await isUnread(owner)).toBe(false);
  expect((await owner.post('/dialogs/number/99999/read', read)).status).toBe(404);
});
