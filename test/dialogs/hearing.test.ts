import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let account: TestAccount;
let anna: number;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'hearing' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  account = await addAccount(server, control);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});
beforeEach(async () => {
  anna = await control.makeUser({ firstName: 'Anna' });
});

const write = (message: Record<string, unknown>, from = anna) =>
  control.post(`/users/${from}/messages`, { to: account.telegramId, ...message });

// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a message
type View = any;

/** The history of a person, oldest first, once there are so many messages in it. */
async function heard(count: number, from = anna): Promise<View[]> {
  return waitFor(`${count} messages`, async () => {
    await server.drain();
    const { body } = await server.api.get(`/dialogs/${from}?limit=200`);
    if ((body.messages?.length ?? 0) < count) return undefined;
    return body.messages.reverse();
  });
}

test('what came while the account was away is heard in its order, once', async () => {
  await write({ text: 'before' });
  await heard(1);
  await server.api.patch(`/accounts/${account.key}`, { disabled: true });
  await server.drain();
  for (let i = 1; i <= 30; i++) await write({ text: `away ${i}` });
  await write({ media: { type: 'video_note' } });
  await server.api.patch(`/accounts/${account.key}`, { disabled: false });
  const messages = await heard(32);
  await server.drain();
  expect(messages.map((m) => m.text)).toEqual([
    'before',
    ...Array.from({ length: 30 }, (_, i) => `away ${i + 1}`),
    null,
  ]);
  expect(messages.at(-1)).toMatchObject({
    type: 'video_note',
    direction: 'in',
    status: 'received',
  });
});

test('what came while the connection was cut is heard once', async () => {
  await write({ text: 'one' });
  await heard(1);
  await control.post('/connections/drop', { userId: account.telegramId });
  await write({ text: 'two' });
  await write({ text: 'three' });
  const messages = await heard(3);
  expect(messages.map((m) => m.text)).toEqual(['one', 'two', 'three']);
});

test('a file with a name and a type of somebody’s fancy keeps nobody back', async () => {
  const boris = await control.makeUser({ firstName: 'Boris' });
  const base64 = Buffer.from('<script>').toString('base64');
  await write({
    media: { type: 'document', base64, mimeType: 'text/\0html\r\nx: y', filename: 'a\0/../b.html' },
  });
  await write({ text: 'after it' });
  await write({ text: 'me too' }, boris);
  expect((await heard(1, boris))[0]).toMatchObject({ text: 'me too' });
  const [file, after] = await heard(2);
  expect(after).toMatchObject({ text: 'after it' });
  const answer = await server.api.raw(`/files/${file.file_id}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  expect(await answer.text()).toBe('<script>');
});

test('a history comes in pages that neither repeat nor miss a message', async () => {
  for (let i = 1; i <= 7; i++) await write({ text: `message ${i}` });
  await heard(7);
  const seen: string[] = [];
  let after: string | null = '';
  while (after !== null) {
    const { body } = await server.api.get(`/dialogs/${anna}?limit=3${after && `&after=${after}`}`);
    expect(body).toMatchObject({ success: true, user_id: anna });
    expect(body.messages.length).toBeLessThanOrEqual(3);
    seen.push(...body.messages.map((m: View) => m.text));
    after = body.next;
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `message ${n}`));
});

test('a history holds both sides and says with which account', async () => {
  await write({ text: 'Hi' });
  await heard(1);
  await server.api.post('/send', { user_id: anna, content: 'Good day' });
  const { body } = await server.api.get(`/dialogs/${anna}`);
  expect(body.dialogs).toMatchObject([{ account_id: account.key, status: 'active' }]);
  expect(body.messages).toMatchObject([
    { direction: 'out', text: 'Good day', status: 'sent', account_id: account.key },
    { direction: 'in', text: 'Hi', status: 'received', user_id: anna },
  ]);
});

test.each([
  ['/dialogs/1', 404],
  ['/dialogs/abc', 400],
  ['/dialogs/-5', 400],
  ['/dialogs/99999999999999999999', 400],
  ['/files/f0', 404],
  ['/files/x1', 404],
  ['/files/..%2F..%2Fetc%2Fpasswd', 404],
])('%s is answered %i', async (path, status) => {
  const answer = await server.api.get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ success: false, error: expect.any(String) });
});
