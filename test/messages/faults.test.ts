import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'faults' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control, MAX_DAILY_ACTIVE: '1000' });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const consent = { source: 'site', basis: 'opt_in' };
const SENDS = 'messages.sendMessage';

let people = 0;
async function somebody(settings: Record<string, unknown> = {}) {
  const username = `person_${++people}`;
  const id = await control.makeUser({ firstName: 'Anna', username, ...settings });
  return { id, username };
}

const break_ = (fault: Record<string, unknown>) => control.post('/faults', fault);

async function statusOf(key: string) {
  const { body } = await server.api.get(`/accounts/${key}`);
  return body.account;
}

describe('what Telegram refuses', () => {
  const cases: {
    fault: string;
    status: number;
    error: string;
    retryAfter?: number;
    account: string;
    isLost: boolean;
  }[] = [
    {
      fault: 'PEER_FLOOD',
      status: 409,
      error: 'account_unavailable',
      account: 'limited',
      isLost: true,
    },
    {
      fault: 'USER_IS_BLOCKED',
      status: 403,
      error: 'user_blocked',
      account: 'active',
      isLost: true,
    },
    {
      fault: 'USER_PRIVACY_RESTRICTED',
      status: 403,
      error: 'user_blocked',
      account: 'active',
      isLost: true,
    },
    {
      fault: 'ALLOW_PAYMENT_REQUIRED_10',
      status: 403,
      error: 'user_blocked',
      account: 'active',
      isLost: true,
    },
    {
      fault: 'FLOOD_WAIT_3600',
      status: 429,
      error: 'flood_wait',
      retryAfter: 3_600,
      account: 'cooldown',
      isLost: false,
    },
    {
      fault: 'FROZEN_METHOD_INVALID',
      status: 409,
      error: 'account_unavailable',
      account: 'limited',
      isLost: false,
    },
    {
      fault: 'USER_DEACTIVATED_BAN',
      status: 409,
      error: 'account_banned',
      account: 'banned',
      isLost: false,
    },
    {
      fault: 'SESSION_REVOKED',
      status: 409,
      error: 'account_unavailable',
      account: 'disabled',
      isLost: false,
    },
    {
      fault: 'INPUT_USER_DEACTIVATED',
      status: 404,
      error: 'peer_not_found',
      account: 'active',
      isLost: false,
    },
    {
      fault: 'CHAT_SEND_PLAIN_FORBIDDEN',
      status: 502,
      error: 'refused_by_telegram',
      account: 'active',
      isLost: false,
    },
  ];

  let other: TestAccount;
  beforeAll(async () => {
    other = await addAccount(server, control);
  });

  test.concurrent.each(cases)('$fault is $error, and the account is $account', async (expected) => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    await break_({ error: expected.fault, method: SENDS, userId: account.telegramId, times: 1 });

    const refused = await server.api.post('/send', {
      username,
      account_id: account.key,
      content: 'Hello',
      consent,
    });

    expect(refused).toMatchObject({
      status: expected.status,
      body: {
        success: false,
        error: expected.error,
        reason: expected.fault,
        account_id: account.key,
        ...(expected.retryAfter !== undefined && { retry_after: expected.retryAfter }),
      },
    });
    expect((await statusOf(account.key)).status).toBe(expected.account);
    expect((await statusOf(account.key)).daily_sent).toBe(0);
    expect(await sentTo(control, id)).toEqual([]);
    const failed = await server.api.get(`/messages/${refused.body.id}`);
    expect(failed.body.message).toMatchObject({
      status: 'failed',
      error: { code: expected.error, reason: expected.fault },
    });
    const again = { username, account_id: other.key, content: 'Hello again', consent };
    const tried = await server.api.post('/send', again);
    if (expected.isLost) {
      // Whoever lost a person, no other account tries.
      expect(tried.body).toMatchObject({
        error: 'account_unavailable',
        reason: 'dialog_of_another_account',
        account_id: account.key,
      });
    } else {
      expect(tried.body).toMatchObject({ success: true });
    }
  });

  test('a flood of a message nobody waits for holds it back until the account has rested', async () => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    await break_({ error: 'FLOOD_WAIT_60', method: SENDS, userId: account.telegramId, times: 1 });
    const queued = await server.api.post('/send?wait=false', {
      username,
      account_id: account.key,
      content: 'Patience',
      consent,
    });
    await server.drain();
    const { body } = await server.api.get(`/messages/${queued.body.id}`);
    expect(body.message.status).toBe('queued');
    expect((await statusOf(account.key)).status).toBe('cooldown');
    expect(await sentTo(control, id)).toEqual([]);
  });

  test('a person who really blocked the account is a blocked dialog', async () => {
    const account = await addAccount(server, control);
    const { username } = await somebody({ blocks: [account.telegramId] });
    const refused = await server.api.post('/send', {
      username,
      account_id: account.key,
      content: 'Hello',
      consent,
    });
    expect(refused).toMatchObject({ status: 403, body: { error: 'user_blocked' } });
  });
});

describe('what breaks on the way', () => {
  test.concurrent.each([
    ['an error inside Telegram', { error: 'RPC_CALL_FAIL' }],
    ['a connection that drops before the message is taken', { kind: 'drop' }],
    ['a crash of Telegram after the message is taken', { kind: 'crash' }],
    ['a slow answer', { kind: 'slow', delayMs: 1_500 }],
    ['a repeat that overlaps the first', { error: 'RANDOM_ID_DUPLICATE' }],
  ])('%s neither loses nor doubles a message', async (_, fault) => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    await break_({ ...fault, method: SENDS, userId: account.telegramId, times: 1 });
    const answer = await server.api.post('/send', {
      username,
      account_id: account.key,
      content: 'Exactly once',
      consent,
    });
    expect(answer.body).toMatchObject({ success: true, account_id: account.key });
    const arrived = await sentTo(control, id);
    expect(arrived.map((m) => m.text)).toEqual(['Exactly once']);
    expect(answer.body.message_id).toBe(arrived[0]?.idForSender);
  });

  test.concurrent.each([
    'USER_IS_BLOCKED',
    'FLOOD_WAIT_60',
    'PEER_FLOOD',
    'CHAT_SEND_PLAIN_FORBIDDEN',
  ])('a repeat refused with %s does not hide that the message had arrived', async (error) => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    const fault = { method: SENDS, userId: account.telegramId, times: 1 };
    await break_({ ...fault, kind: 'crash' });
    await break_({ ...fault, error, times: 2 });
    const answer = await server.api.post('/send?wait=false', {
      username,
      account_id: account.key,
      content: 'Arrived',
      consent,
    });
    await server.drain();
    server.clock.advance(3_000);
    await server.drain();

    const arrived = await sentTo(control, id);
    expect(arrived.map((m) => m.text)).toEqual(['Arrived']);
    const { body } = await server.api.get(`/messages/${answer.body.id}`);
    expect(body.message).toMatchObject({ status: 'sent', message_id: arrived[0]?.idForSender });
  });

  test('a repeat refused for good of a message that had not arrived fails it', async () => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    const fault = { method: SENDS, userId: account.telegramId };
    await break_({ ...fault, kind: 'drop', times: 1 });
    await break_({ ...fault, error: 'USER_IS_BLOCKED', times: 2 });
    const answer = await server.api.post('/send?wait=false', {
      username,
      account_id: account.key,
      content: 'Refused',
      consent,
    });
    await server.drain();
    server.clock.advance(3_000);
    await server.drain();

    expect(await sentTo(control, id)).toEqual([]);
    const { body } = await server.api.get(`/messages/${answer.body.id}`);
    expect(body.message).toMatchObject({ status: 'failed', error: { code: 'user_blocked' } });
  });

  test('a message of which nothing can be found out is left unconfirmed, not called failed', async () => {
    const account = await addAccount(server, control);
    const { username } = await somebody();
    for (const method of [SENDS, 'messages.getHistory'])
      await break_({ error: 'RPC_CALL_FAIL', method, userId: account.telegramId });
    const answer = await server.api.post('/send?wait=false', {
      username,
      account_id: account.key,
      content: 'Who knows',
      consent,
    });
    const seen: string[] = [];
    for (let attempt = 0; attempt < 10; attempt++) {
      await server.drain();
      const { body } = await server.api.get(`/messages/${answer.body.id}`);
      seen.push(body.message.status);
      server.clock.advance(6 * 60_000);
    }
    await control.delete('/faults');
    expect(new Set(seen)).toEqual(new Set(['sending', 'unconfirmed']));
    expect(seen.at(-1)).toBe('unconfirmed');
  });

  test('an upload that breaks is tried again, and one document arrives', async () => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    await break_({
      kind: 'drop',
      method: 'messages.uploadMedia',
      userId: account.telegramId,
      times: 1,
    });
    const queued = await server.api.post('/send?wait=false', {
      username,
      account_id: account.key,
      type: 'document',
      file_base64: Buffer.from('price list').toString('base64'),
      consent,
    });
    expect(queued.status).toBe(202);
    await server.drain();
    server.clock.advance(15_000);
    await server.drain();
    expect((await sentTo(control, id)).map((m) => m.type)).toEqual(['document']);
  });

  test('a file that Telegram has forgotten is uploaded again', async () => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    await break_({
      error: 'FILE_REFERENCE_EXPIRED',
      method: 'messages.sendMedia',
      userId: account.telegramId,
      times: 1,
    });
    const sent = await server.api.post('/send', {
      username,
      account_id: account.key,
      type: 'document',
      file_base64: Buffer.from('forgotten').toString('base64'),
      consent,
    });
    expect(sent.body).toMatchObject({ success: true });
    expect(await sentTo(control, id)).toHaveLength(1);
  });

  test('the same words sent twice are two messages, though the second one is in doubt', async () => {
    const account = await addAccount(server, control);
    const { id, username } = await somebody();
    const body = { username, account_id: account.key, content: 'Are you there?', consent };
    await server.api.post('/send', body);
    // Enough failures that the second one is looked for in the history before it is given up.
    await break_({ error: 'RPC_CALL_FAIL', method: SENDS, userId: account.telegramId, times: 40 });
    const second = await server.api.post('/send?wait=false', body);
    await server.drain();
    const { body: seen } = await server.api.get(`/messages/${second.body.id}`);
    expect(seen.message.status).toBe('sending');
    expect(await sentTo(control, id)).toHaveLength(1);
    await control.delete('/faults');
    // By now Telegram may have forgotten the random id: the history is asked, and holds only the first.
    server.clock.advance(4 * 60_000);
    await server.drain();
    expect(await sentTo(control, id)).toHaveLength(2);
  });
});
