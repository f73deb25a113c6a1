import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { makeBot, type TestBot } from '../support/bot-chat.ts';
import { heardDialog, makeOwner, type Owner, textsFrom } from '../support/business.ts';
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
    expect(said.body).toMatchObject({ success: true });
    expect(await settled(said.body.id)).toMatchObject({ status: 'sent', account_id: 'biz_1' });
    expect(await textsFrom(control, owner, customer)).toEqual(['We do, from ten.']);
  });
});
