import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow } from '../../server/base/db/rows.ts';
import { identifyContact } from '../../server/features/contacts/identify-contact.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let account: TestAccount;
let anna: number;
let username: string;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'evidence' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  account = await addAccount(server, control);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});
let lastPerson = 0;
beforeEach(async () => {
  username = `evident_${++lastPerson}`;
  anna = await control.makeUser({ firstName: 'Anna', username });
});

const consent = { source: 'Shop', basis: 'customer', evidence: { order: 12 } };
const send = (content: string, query = '') =>
  server.api.post(`/send${query}`, { username, content, consent });
async function contactId(): Promise<number> {
  const row = await selectRow(
    server.app.db,
    { id: int },
    sql`select id from contacts where username = ${username}`,
  );
  if (!row) throw new Error('there is no such contact');
  return row.id;
}
const evidence = async (query = '') =>
  (await server.api.get(`/contacts/${await contactId()}/evidence${query}`)).body;
const wholeFile = async () => {
  const answer = await server.api.raw(`/contacts/${await contactId()}/evidence/file`);
  return { answer, file: JSON.parse(await answer.text()) };
};

test('a person’s file holds consents, messages with decisions, and stops, in plain words', async () => {
  expect((await send('Your order is ready')).status).toBe(200);
  await server.api.post('/do-not-contact', { username, reason: 'said stop in the shop' });
  expect((await send('One more thing')).status).toBe(403);
  const file = await evidence();
  expect(file.contact).toMatchObject({
    username,
    may_be_written_to: false,
    why: 'Nobody may write: the person asked not to be written to.',
  });
  expect(file.consents).toMatchObject([
    { source: 'Shop', basis: 'customer', evidence: { order: 12 }, relied_on: true },
  ]);
  const [refused, sent] = file.messages;
  expect(sent).toMatchObject({
    text: 'Your order is ready',
    status: 'sent',
    why: 'Sent. There is a consent with a recorded source.',
    decisions: [{ verdict: 'passed', message: expect.stringMatching(/^Let through\./) }],
  });
  expect(refused).toMatchObject({
    text: 'One more thing',
    why: 'The person asked not to be written to.',
    decisions: [{ verdict: 'refused', message: expect.stringMatching(/^Refused\./) }],
  });
  const stop = { reason: 'said stop in the shop', lifted_at: null };
  expect(file.stops).toMatchObject([
    { ...stop, kind: 'username' },
    { ...stop, kind: 'telegram_id' },
  ]);
  expect(file.history).toMatchObject([
    { type: 'contact.opted_out', message: 'Asked not to be written to: said stop in the shop' },
  ]);
  expect(file.shortened).toEqual([]);
});

test('a lifted stop stays in the file, with who lifted it and why', async () => {
  await send('Hello');
  await server.api.post('/do-not-contact', { username });
  await server.api.post('/do-not-contact/lift', { username, because: 'mixed up with another' });
  const file = await evidence();
  expect(file.contact.may_be_written_to).toBe(true);
  const lifted = { lifted_at: expect.any(String), lifted_because: 'mixed up with another' };
  expect(file.stops).toMatchObject([lifted, lifted]);
  expect(file.history[0]).toMatchObject({
    type: 'contact.opt_out_corrected',
    actor: expect.stringMatching(/^api_key:\d+$/),
  });
});

test('a file speaks the caller’s language', async () => {
  await send('Hello');
  const answer = await server.api.raw(`/contacts/${await contactId()}/evidence`, {
    headers: { 'accept-language': 'ru' },
  });
  const file = (await answer.json()) as {
    contact: { why: string };
    consents: { message: string }[];
    messages: { why: string }[];
  };
  expect(file.contact.why).toBe('Писать можно. Человек — клиент команды.');
  expect(file.messages[0]?.why).toBe('Отправлено. Есть согласие с указанным источником.');
});

test('messages come in pages; the downloaded file has them all, once', async () => {
  await send('First');
  for (let i = 0; i < 230; i++)
    await server.app.db.execute(sql`
      insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
        content, created_at, sent_at, status, telegram_id)
      select workspace_id, id, sender_id, contact_id, 'in', 'text', ${`message ${i}`}, now(), now(),
        'received', ${900_000 + i} from dialogs
      where contact_id = ${await contactId()}`);
  const ids: number[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page = await evidence(`?limit=100${after && `&after=${after}`}`);
    expect(page.consents).toHaveLength(after === '' ? 1 : 0);
    ids.push(...page.messages.map((m: { id: number }) => m.id));
    after = page.next;
  }
  expect(ids).toHaveLength(231);
  const { answer, file } = await wholeFile();
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="evidence-${await contactId()}.json"`,
  );
  expect(file.messages.map((m: { id: number }) => m.id)).toEqual(ids);
  expect(file.consents).toHaveLength(1);
});

test('long lists are shortened and say so; the file has them whole', async () => {
  await send('Hello');
  await server.app.db.execute(sql`
    insert into consents (workspace_id, contact_id, source_id, given_at, evidence)
    select c.workspace_id, c.contact_id, c.source_id, now(), '{}'
    from consents c, generate_series(1, 250)
    where c.contact_id = ${await contactId()}`);
  const page = await evidence();
  expect(page.consents).toHaveLength(200);
  expect(page.shortened).toEqual(['consents']);
  expect((await wholeFile()).file.consents).toHaveLength(251);
});

test('what happened to a contact before it became another one is told too', async () => {
  await send('Hello');
  const { app } = server;
  const merge = (person: { telegramId?: number; username?: string; phone?: string }) =>
    app.database.transaction((tx) => identifyContact(app, tx, 1, person));
  const phone = `+7932${String(anna).slice(-7).padStart(7, '0')}`;
  const byPhone = await merge({ phone });
  await server.api.post('/do-not-contact', { phone, reason: 'on the phone' });
  await merge({ telegramId: anna, phone });
  const file = await evidence();
  expect(file.merged_contact_ids).toEqual([byPhone.id]);
  expect(file.history.map((h: { type: string }) => h.type)).toEqual(
    expect.arrayContaining(['contact.merged', 'contact.opted_out']),
  );
  expect(file.contact.may_be_written_to).toBe(false);
});

test.each(['999999', '0', 'abc'])('the file of contact %s is refused', async (id) => {
  for (const path of [`/contacts/${id}/evidence`, `/contacts/${id}/evidence/file`])
    expect((await server.api.get(path)).status).toBe(id === '999999' ? 404 : 400);
});

test('a contact of another workspace is not there', async () => {
  await send('Hello');
  const other = await selectRow(
    server.app.db,
    { id: int },
    sql`with w as (
          insert into workspaces (name, language, time_zone, created_at)
          values ('Other', 'en', 'UTC', now()) returning id)
        insert into contacts (workspace_id, username, created_at)
        select id, 'stranger_1', now() from w returning id`,
  );
  expect((await server.api.get(`/contacts/${other?.id}/evidence`)).status).toBe(404);
});

test('an account says why it isn’t sending', async () => {
  const idle = await server.api.get(`/accounts/${account.key}/why`);
  expect(idle.body).toMatchObject({
    account_id: account.key,
    sends: false,
    why: expect.stringMatching(/queue of the account is empty/),
    is_held: true,
    connection: 'online',
    queue: { waiting: 0, heads: [] },
  });
  const own = await addAccount(server, control);
  await server.api.patch(`/accounts/${own.key}`, { min_message_delay: 3_600 });
  const to = (n: number) => `/send?wait=false&n=${n}`;
  for (let i = 0; i < 3; i++) {
    const name = `queued_${lastPerson}_${i}`;
    await control.makeUser({ firstName: 'Boris', username: name });
    const { status } = await server.api.post(to(i), {
      username: name,
      account_id: own.key,
      content: 'Hello',
      consent,
    });
    expect(status).toBe(202);
  }
  const why = await waitFor('the first to leave', async () => {
    await server.drain();
    const { body } = await server.api.get(`/accounts/${own.key}/why`);
    return body.sent_today === 1 && body.queue.on_their_way === 0 ? body : undefined;
  });
  expect(why).toMatchObject({
    sends: false,
    why: expect.stringMatching(/need a pause between them\. Not before \d\d:\d\d/),
    next_unprompted_at: expect.any(String),
    queue: { waiting: 2, waiting_is_more: false, due: 2 },
  });
  expect(why.queue.heads).toMatchObject([
    { kind: 'first', why: expect.stringMatching(/pause/), recorded_at: expect.any(String) },
  ]);
  const [first] = why.queue.heads;
  const { message } = (await server.api.get(`/messages/${first.id}`)).body;
  expect(message.why).toMatch(/^Waiting\. Messages of one account need a pause/);
  await server.api.patch(`/accounts/${own.key}`, { disabled: true });
  const disabled = (await server.api.get(`/accounts/${own.key}/why`)).body;
  expect(disabled.why).toMatch(/The account is disabled/);
  expect(disabled.may_send.map((m: { allowed: boolean }) => m.allowed)).toEqual([
    false,
    false,
    false,
  ]);
});

test('why an account that is not there does not send is not known', async () => {
  expect((await server.api.get('/accounts/acc_999/why')).status).toBe(404);
});
