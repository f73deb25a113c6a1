import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount } from '../support/accounts.ts';
import { makeBot, type TestBot } from '../support/bot-chat.ts';
import { heardDialog, makeOwner, type Owner, textsFrom } from '../support/business.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;
let owner: Owner;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'business' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'front_desk_bot');
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control, BOT_TOKEN: bot.token });
  owner = await makeOwner({ control, server, bot });
  await owner.connect();
  const { body } = await server.api.post(`/business/${await owner.key()}/approve`);
  expect(body).toMatchObject({ success: true, connection: { status: 'connected' } });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

let names = 0;
const person = () =>
  control.makeUser({ firstName: 'Customer', username: `customer_${++names}`, language: 'ru' });
const writes = (personId: number, text: string, to = owner) =>
  control.post(`/users/${personId}/messages`, { to: to.id, text });
const answer = (dialog: number, text: string) =>
  server.api.post(`/dialogs/number/${dialog}/messages`, { content: text, type: 'text' });
const settled = (id: number) =>
  waitFor(
    'the outcome',
    async () => {
      const { message } = (await server.api.get(`/messages/${id}`)).body;
      return ['queued', 'sending'].includes(message.status) ? undefined : message;
    },
    30_000,
  );

describe('a customer who writes to the account', () => {
  test('is heard and answered in its name, through the bot', async () => {
    const customer = await person();
    await writes(customer, 'Do you deliver on Sundays?');
    const dialog = await heardDialog(server, 'Do you deliver on Sundays?');
    const { body } = await server.api.get(`/dialogs/number/${dialog}`);
    expect(body.dialog).toMatchObject({ account_id: 'biz_1', account_name: 'Olga Owner' });
    const said = await answer(dialog, 'We do, from ten.');
    expect(await settled(said.body.id)).toMatchObject({ status: 'sent', account_id: 'biz_1' });
    expect(await textsFrom(control, owner, customer)).toEqual(['We do, from ten.']);
    const { body: filtered } = await server.api.get('/dialogs?account_id=biz_1');
    expect(filtered.dialogs.map((d: { id: number }) => d.id)).toContain(dialog);
    const { body: history } = await server.api.get(`/dialogs/${customer}`);
    expect(history.dialogs).toMatchObject([{ id: dialog, account_id: 'biz_1' }]);
  });

  test('is answered with files of every kind, and their own can be fetched', async () => {
    const customer = await person();
    await writes(customer, 'Show me');
    const dialog = await heardDialog(server, 'Show me');
    const file = { type: 'document', filename: 'menu.txt', caption: 'Our menu' };
    const said = await server.api.post(`/dialogs/number/${dialog}/messages`, {
      ...file,
      file_base64: Buffer.from('soup').toString('base64'),
    });
    expect(await settled(said.body.id)).toMatchObject({ status: 'sent' });
    const [got] = (await sentTo(control, customer)).filter(({ from }) => from === owner.id);
    expect(got).toMatchObject({
      type: 'document',
      text: 'Our menu',
      media: { filename: 'menu.txt' },
    });
    await control.post(`/users/${customer}/messages`, {
      to: owner.id,
      media: {
        type: 'document',
        filename: 'order.txt',
        base64: Buffer.from('two').toString('base64'),
        caption: 'My order',
      },
    });
    await heardDialog(server, 'My order');
    const { body } = await server.api.get(`/dialogs/number/${dialog}/messages`);
    const [last] = body.messages;
    expect(last).toMatchObject({ type: 'document', filename: 'order.txt', direction: 'in' });
    const bytes = await server.api.raw(`/files/${last.file_id}`);
    expect(await bytes.text()).toBe('two');
  });

  test('who says stop is left alone, also in that chat', async () => {
    const customer = await person();
    await writes(customer, 'Здравствуйте');
    const dialog = await heardDialog(server, 'Здравствуйте');
    await writes(customer, 'Не пишите мне больше');
    await heardDialog(server, 'Не пишите мне больше');
    const before = (await textsFrom(control, owner, customer)).length;
    await waitFor('the stop', async () => {
      const { body } = await server.api.get(`/dialogs/number/${dialog}`);
      return body.dialog.status === 'stopped' ? true : undefined;
    });
    const username = `customer_${names}`;
    const consent = { source: 'site', basis: 'opt_in' };
    server.clock.advance(1_000);
    const refused = await server.api.post('/send', { username, content: 'Still there?', consent });
    expect(refused.body).toMatchObject({ success: false });
    await server.drain();
    expect((await textsFrom(control, owner, customer)).length).toBeLessThanOrEqual(before + 1);
  });

  test('whom the owner answers by hand is the owner’s from then on', async () => {
    const customer = await person();
    await writes(customer, 'Is it you?');
    const dialog = await heardDialog(server, 'Is it you?');
    await owner.write(customer, 'Yes, it is me');
    await heardDialog(server, 'Yes, it is me');
    const { body } = await server.api.get('/events?type=dialog.taken_over');
    expect(body.events[0].data).toMatchObject({ dialog, by: 'app' });
  });

  test('and is never written to first, nor from elsewhere', async () => {
    const stranger = await person();
    const consent = { source: 'site', basis: 'opt_in' };
    const refused = await server.api.post('/send', {
      account_id: 'biz_1',
      username: `customer_${names}`,
      content: 'Hello',
      consent,
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { reason: 'business_only_answers', account_id: 'biz_1' },
    });
    expect(refused.body.message).toContain('24 hours');
    expect(await textsFrom(control, owner, stranger)).toEqual([]);
    expect(
      (await server.api.post('/send', { account_id: 'biz_99', username: 'x_12345', content: 'Hi' }))
        .status,
    ).toBe(404);
  });
});

describe('what may have arrived', () => {
  test('is shown as unconfirmed and not said twice, when the connection breaks', async () => {
    const customer = await person();
    await writes(customer, 'Are you open?');
    const dialog = await heardDialog(server, 'Are you open?');
    await control.post('/faults', { kind: 'crash', method: 'bot:sendMessage', times: 1 });
    const said = await answer(dialog, 'We are');
    const message = await settled(said.body.id);
    expect(message).toMatchObject({ status: 'unconfirmed', error: { reason: 'unconfirmed' } });
    await server.drain();
    expect(await textsFrom(control, owner, customer)).toEqual(['We are']);
  });

  test('is tried again when Telegram only asked to wait', async () => {
    const customer = await person();
    await writes(customer, 'And tomorrow?');
    const dialog = await heardDialog(server, 'And tomorrow?');
    await control.post('/faults', { error: 'FLOOD_WAIT_2', method: 'bot:sendMessage', times: 1 });
    const said = await answer(dialog, 'Tomorrow too');
    expect(await settled(said.body.id)).toMatchObject({ status: 'sent' });
    expect(await textsFrom(control, owner, customer)).toEqual(['Tomorrow too']);
  });
});

describe('an owner', () => {
  test('whom nobody of the team agreed to is not read', async () => {
    const other = await makeOwner({ control, server, bot }, { firstName: 'Eve' });
    await other.connect();
    const key = await other.key();
    const customer = await person();
    await writes(customer, 'A private word', other);
    await writes(customer, 'Heard after it');
    await heardDialog(server, 'Heard after it');
    const { body: dialogs } = await server.api.get('/dialogs?limit=100');
    expect(JSON.stringify(dialogs)).not.toContain('A private word');
    expect((await server.api.delete(`/business/${key}`)).status).toBe(200);
    const { body } = await server.api.get('/business');
    expect(body.connections.map((c: { id: string }) => c.id)).toEqual(['biz_1']);
    expect((await server.api.post(`/business/${key}/approve`)).status).toBe(409);
  });

  test('who takes the right to answer away is not spoken for, until it is back', async () => {
    const customer = await person();
    await writes(customer, 'Anybody there?');
    const dialog = await heardDialog(server, 'Anybody there?');
    const rights = async (may: boolean) => {
      await owner.connect(may ? ['reply', 'readMessages'] : ['readMessages']);
      await waitFor('the rights', async () => {
        const { body } = await server.api.get('/business');
        return body.connections[0].can_reply === may ? true : undefined;
      });
    };
    await rights(false);
    const said = await answer(dialog, 'Here!');
    await waitFor('the reason', async () => {
      const { message } = (await server.api.get(`/messages/${said.body.id}`)).body;
      return message.decisions?.at(-1)?.reason === 'business_may_not_reply' ? true : undefined;
    });
    expect(await textsFrom(control, owner, customer)).toEqual([]);
    await rights(true);
    server.clock.advance(60_000);
    expect(await settled(said.body.id)).toMatchObject({ status: 'sent' });
  });

  test('who disconnects is heard no more, and answers that wait fail', async () => {
    const leaving = await makeOwner({ control, server, bot }, { firstName: 'Leaving' });
    await leaving.connect();
    const key = await leaving.key();
    await server.api.post(`/business/${key}/approve`);
    const customer = await person();
    await writes(customer, 'Hello, Leaving', leaving);
    const dialog = await heardDialog(server, 'Hello, Leaving');
    await leaving.disconnect();
    await waitFor('the end', async () => {
      const { body } = await server.api.get('/business');
      return body.connections.some((c: { id: string }) => c.id === key) ? undefined : true;
    });
    const said = await answer(dialog, 'Too late');
    await server.drain();
    expect(await settled(said.body.id)).toMatchObject({
      status: 'failed',
      error: { reason: 'sender_removed' },
    });
    await leaving.connect();
    expect(await leaving.key()).toBe(key);
    const { body } = await server.api.get('/events?type=business.ended');
    expect(body.events[0].data).toMatchObject({ connection: key, because: 'owner' });
  });

  test('whose account is in the pool is refused with what to do', async () => {
    const account = await addAccount(server, control);
    await control.patch(`/users/${account.telegramId}`, { premium: true });
    await control.post(`/users/${account.telegramId}/business`, { bot: bot.id });
    const key = await waitFor('the connection', async () => {
      const { body } = await server.api.get('/business');
      return body.connections.find((c: { is_account: boolean }) => c.is_account)?.id;
    });
    const refused = await server.api.post(`/business/${key}/approve`);
    expect(refused).toMatchObject({ status: 409, body: { error: 'conflict' } });
  });
});
