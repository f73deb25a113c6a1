import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { createSafeFetch } from '../../server/base/http/safe-fetch.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let silent: Server;
let silentUrl: string;
let account: TestAccount;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'waiting' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  account = await addAccount(server, control);
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  server.app.ports.files = createSafeFetch({ allow: [silentUrl] });
});
afterAll(async () => {
  silent?.closeAllConnections();
  silent?.close();
  await server?.stop();
  await box?.stop();
});

const consent = { source: 'site', basis: 'opt_in' };

/** How long a call took, in seconds, and what it was answered. */
async function timed(body: Record<string, unknown>) {
  const from = performance.now();
  const answer = await server.api.post('/send', { consent, ...body });
  return { seconds: (performance.now() - from) / 1_000, answer };
}

// Both wait for the full 25 seconds: so they do it together.
test.concurrent('a message still on its way after 25 seconds is answered with its id', async () => {
  const id = await control.makeUser({ firstName: 'Anna', username: 'anna_k' });
  const fault = { kind: 'slow', delayMs: 26_500, method: 'messages.sendMessage' };
  await control.post('/faults', { ...fault, userId: account.telegramId, times: 3 });
  const { seconds, answer } = await timed({ username: 'anna_k', content: 'Slowly' });
  expect(seconds).toBeGreaterThan(20);
  expect(seconds).toBeLessThan(27);
  expect(answer).toMatchObject({
    status: 202,
    body: { success: true, id: expect.any(Number), status: 'sending', account_id: account.key },
  });
  await server.drain();
  expect((await sentTo(control, id)).length).toBeLessThanOrEqual(1);
}, 60_000);

test.concurrent('a file that does not come is not waited for longer, and nothing is sent', async () => {
  const id = await control.makeUser({ firstName: 'Boris', username: 'boris_k' });
  const { seconds, answer } = await timed({
    username: 'boris_k',
    type: 'document',
    file_url: `${silentUrl}/never`,
  });
  expect(seconds).toBeLessThan(27);
  expect(answer).toMatchObject({ status: 504, body: { success: false, error: 'timeout' } });
  expect(await sentTo(control, id)).toEqual([]);
}, 60_000);
