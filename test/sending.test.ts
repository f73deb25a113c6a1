import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../emulator/test/control-client.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'sending' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

async function addAccount(): Promise<string> {
  const id = await control.makeUser({ firstName: 'Account', phone: undefined });
  const { session } = await control.post<{ session: string }>(`/users/${id}/session`, {
    format: 'mtcute',
  });
  const form = new FormData();
  form.set('session_string', session);
  const added = await server.api.form('/accounts/upload', form);
  expect(added.body).toMatchObject({ success: true, account: { status: 'warming' } });
  await server.api.patch(`/accounts/${added.body.account.id}`, { status: 'active' });
  return added.body.account.id;
}

test('a text reaches a person and is answered with its number in Telegram', async () => {
  const account = await addAccount();
  await control.makeUser({ firstName: 'Anna', username: 'anna_k' });
  const sent = await server.api.post('/send', {
    username: 'anna_k',
    content: 'Hello',
    consent: { source: 'site', basis: 'opt_in' },
  });
  expect(sent.body).toMatchObject({ success: true, account_id: account, proxy_used: false });
});
