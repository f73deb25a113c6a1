import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount, newPhone, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let account: TestAccount;
let person: { id: number; username: string; phone: string };

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'stop' });
  control = controlOf(box);
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    MAX_DAILY_ACTIVE: '1000',
    MAX_DAILY_MESSAGES: '1000',
  });
  account = await addAccount(server, control);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

let people = 0;
beforeEach(async () => {
  const username = `person_${++people}`;
  const phone = newPhone();
  person = { id: await control.makeUser({ firstName: 'Anna', username, phone }), username, phone };
});

const consent = { source: 'site', basis: 'opt_in' };
const send = (body: Record<string, unknown>, query = '') =>
  server.api.post(`/send${query}`, { content: 'Hello', consent, ...body });
const stop = (body: Record<string, unknown>) => server.api.post('/do-not-contact', body);
const write = (text: string) =>
  control.post(`/users/${person.id}/messages`, { to: account.telegramId, text });
const arrived = async () => (await sentTo(control, person.id)).map((m) => m.text);

test('after a stop nothing leaves to the person, by whatever name and from whatever account', async () => {
  const other = await addAccount(server, control);
  await send({ username: person.username });
  expect((await stop({ username: person.username, reason: 'asked' })).body).toMatchObject({
    success: true,
    cancelled: 0,
  });
  for (const to of [
    { username: person.username },
    { user_id: person.id },
    { username: person.username, account_id: account.key },
  ])
    expect((await send(to)).body).toMatchObject({ success: false, error: 'do_not_contact' });
  const byAnother = await send({ username: person.username, account_id: other.key });
  expect(byAnother.body.success).toBe(false);
  expect(await arrived()).toEqual(['Hello']);
});

test('somebody nobody has met is stopped by the one name that is known', async () => {
  await stop({ phone: person.phone });
  expect((await send({ phone: person.phone })).body).toMatchObject({ error: 'do_not_contact' });
  // Only Telegram knows that this is the same person.
  expect((await send({ username: person.username })).body).toMatchObject({ success: true });
});

test('a consent that comes along with a call does not lift a stop', async () => {
  await stop({ username: person.username });
  const again = { source: 'shop', basis: 'customer', evidence: { order: 5 } };
  const refused = await send({ username: person.username, consent: again });
  expect(refused).toMatchObject({ status: 403, body: { error: 'do_not_contact' } });
  expect(await arrived()).toEqual([]);
});

test('what is queued is cancelled, and says why', async () => {
  await send({ username: person.username });
  await server.api.patch(`/accounts/${account.key}`, { min_message_delay: 3_600 });
  await control.makeUser({ firstName: 'Spacer', username: `spacer_${people}` });
  const spacer = await send({ username: `spacer_${people}`, account_id: account.key });
  expect(spacer.body).toMatchObject({ success: true });
  const queued = [
    await send({ username: person.username, content: 'two' }, '?wait=false'),
    await send({ username: person.username, content: 'three' }, '?wait=false'),
  ];
  const stopped = await stop({ username: person.username });
  expect(stopped.body).toMatchObject({ success: true, cancelled: 2 });
  await server.api.patch(`/accounts/${account.key}`, { min_message_delay: 0 });
  await server.drain();
  expect(await arrived()).toEqual(['Hello']);
  for (const { body } of queued) {
    const { message } = (await server.api.get(`/messages/${body.id}`)).body;
    expect(message).toMatchObject({ status: 'cancelled', error: { code: 'do_not_contact' } });
  }
});

test('what is on its way has arrived or failed when the stop is answered, and nothing follows', async () => {
  await send({ username: person.username });
  await control.post('/faults', {
    kind: 'slow',
    delayMs: 300,
    method: 'messages.sendMessage',
    userId: account.telegramId,
    times: 1,
  });
  const all = Array.from({ length: 10 }, (_, i) =>
    send({ username: person.username, content: `message ${i}` }, '?wait=false'),
  );
  await all[0];
  await stop({ username: person.username });
  const atTheAnswer = await arrived();
  await Promise.all(all);
  await server.drain();
  expect(await arrived()).toEqual(atTheAnswer);
});

test('what the person writes after the stop may be answered, and nothing else', async () => {
  await send({ username: person.username });
  await write('What do you want?');
  await server.drain();
  await stop({ username: person.username });
  expect((await send({ username: person.username, content: 'old' })).body).toMatchObject({
    error: 'do_not_contact',
  });
  // Telegram counts in whole seconds: what is written in the second of the stop isn't after it.
  const second = Math.ceil((Date.now() + 1) / 1_000) * 1_000;
  await waitFor('the next second', () => (Date.now() >= second ? true : undefined));
  await write('Well, tell me the price');
  await server.drain();
  expect((await send({ username: person.username, content: 'the price' })).body).toMatchObject({
    success: true,
  });
  await stop({ username: person.username, reason: 'asked again' });
  expect((await send({ username: person.username, content: 'one more' })).body).toMatchObject({
    error: 'do_not_contact',
  });
  expect(await arrived()).toEqual(['Hello', 'the price']);
});

test('a correction lifts the stop, and who corrected it and why is kept', async () => {
  await stop({ username: person.username });
  const unfounded = await server.api.post('/do-not-contact/lift', { username: person.username });
  expect(unfounded.status).toBe(400);
  const lifted = await server.api.post('/do-not-contact/lift', {
    username: person.username,
    because: 'the operator meant somebody else',
  });
  expect(lifted.body).toMatchObject({ success: true });
  expect((await send({ username: person.username })).body).toMatchObject({ success: true });
  await server.drain();
  const audit = await server.api.get('/audit');
  expect(JSON.stringify(audit.body)).toContain('the operator meant somebody else');
});

test('there is no stop to lift of somebody who never said it', async () => {
  const lifted = await server.api.post('/do-not-contact/lift', {
    username: person.username,
    because: 'by mistake',
  });
  expect(lifted).toMatchObject({ status: 404, body: { error: 'not_found' } });
});

test('nothing leaves from a disabled account, and it goes on when it is enabled', async () => {
  const own = await addAccount(server, control);
  await server.api.patch(`/accounts/${own.key}`, { disabled: true });
  const refused = await send({ username: person.username, account_id: own.key });
  expect(refused).toMatchObject({
    status: 409,
    body: { error: 'account_unavailable', reason: 'disabled' },
  });
  const queued = await send({ username: person.username, account_id: own.key }, '?wait=false');
  await server.drain();
  expect(await arrived()).toEqual([]);
  await server.api.patch(`/accounts/${own.key}`, { disabled: false });
  await waitFor('the queued message', async () => {
    await server.drain();
    const { message } = (await server.api.get(`/messages/${queued.body.id}`)).body;
    return message.status === 'sent' ? true : undefined;
  });
  expect(await arrived()).toEqual(['Hello']);
});
