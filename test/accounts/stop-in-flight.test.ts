import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'stop in flight' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

/** An account with a message that Telegram has been asked to deliver and hasn't yet. */
async function startSlowSend(username: string): Promise<{ account: string; message: number }> {
  const userId = await control.makeUser({ firstName: 'Account' });
  const { session } = await control.post<{ session: string }>(`/users/${userId}/session`, {
    format: 'mtcute',
  });
  const form = new FormData();
  form.set('session_string', session);
  const account: string = (await server.api.form('/accounts/upload', form)).body.account.id;
  await server.api.patch(`/accounts/${account}`, { status: 'active' });
  await control.makeUser({ firstName: 'Person', username });
  const slow = { kind: 'slow', method: 'messages.sendMessage', userId, delayMs: 1_000 };
  await control.post('/faults', slow);
  const queued = await server.api.post('/send?wait=false', {
    username,
    account_id: account,
    content: `Hello ${username}`,
    consent: { source: 'site', basis: 'opt_in' },
  });
  const message: number = queued.body.id;
  await waitFor('the message to be on its way', async () => {
    const { body } = await server.api.get(`/messages/${message}`);
    return body.message.status === 'sending' || undefined;
  });
  return { account, message };
}

function hasArrived(username: string): boolean {
  return box.world.messages.some((m) => m.text === `Hello ${username}`);
}

test('disabling an account is answered when what was on its way has arrived', async () => {
  const { account, message } = await startSlowSend('slow_anna');
  const answer = await server.api.patch(`/accounts/${account}`, { disabled: true });
  expect(hasArrived('slow_anna')).toBe(true);
  expect(answer.body.account).toMatchObject({ status: 'disabled' });
  const { body } = await server.api.get(`/messages/${message}`);
  expect(body.message.status).toBe('sent');
});

test('deleting an account is answered when what was on its way has arrived', async () => {
  const { account, message } = await startSlowSend('slow_boris');
  const answer = await server.api.delete(`/accounts/${account}?log_out=true`);
  expect(hasArrived('slow_boris')).toBe(true);
  expect(answer.body).toMatchObject({ success: true, logged_out: true });
  const { body } = await server.api.get(`/messages/${message}`);
  expect(body.message.status).toBe('sent');
});
