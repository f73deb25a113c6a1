import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { statusChanges } from '../support/status-changes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'health' });
  control = controlOf(box);
  server = await startTestServer(
    { TELEGRAM_EMULATOR: box.control, COOLDOWN_HOURS: '24', TIME_ZONE: 'Europe/Moscow' },
    { now: new Date('2026-03-02T09:00:00Z') },
  );
});
beforeEach(() => control.delete('/faults'));
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

async function view({ key }: TestAccount) {
  return (await server.api.get(`/accounts/${key}`)).body.account;
}

async function check({ key }: TestAccount) {
  const answer = await server.api.post(`/accounts/${key}/check`);
  expect(answer.status).toBe(200);
  return answer.body.account;
}

/** Telegram answers the account's next call with this error; the check meets it. */
async function strike(account: TestAccount, error: string) {
  await control.post('/faults', {
    error,
    method: 'users.getUsers',
    userId: account.telegramId,
    times: 1,
  });
  return check(account);
}

async function pass(ms: number) {
  server.clock.advance(ms);
  await server.drain();
}

const inMs = (ms: number) => new Date(server.clock.now().getTime() + ms).toISOString();

async function online(account: TestAccount) {
  await waitFor('the account to be online', async () => {
    const { connection } = await view(account);
    return connection === 'online' || undefined;
  });
}

describe('a flood wait', () => {
  test('pauses the account for COOLDOWN_HOURS when Telegram asks for less', async () => {
    const account = await addAccount(server, control);
    expect(await strike(account, 'FLOOD_WAIT_600')).toMatchObject({
      status: 'cooldown',
      status_reason: 'FLOOD_WAIT_600',
      cooldown_until: inMs(DAY_MS),
      flood_count: 1,
      last_error: 'FLOOD_WAIT_600',
      daily_limit: 0,
    });
    expect(await statusChanges(server, account.key)).toContainEqual({
      from: 'active',
      to: 'cooldown',
      cause: 'FLOOD_WAIT_600',
      until: inMs(DAY_MS),
    });
  });

  test('pauses it for the whole wait when Telegram asks for more', async () => {
    const account = await addAccount(server, control);
    const seen = await strike(account, 'FLOOD_WAIT_200000');
    expect(seen.cooldown_until).toBe(inMs(200_000_000));
  });

  test.for(['active', 'warming'] as const)('ends in the status before it: %s', async (status) => {
    const account = await addAccount(server, control, { status });
    await strike(account, 'FLOOD_WAIT_600');
    await pass(DAY_MS - 1_000);
    expect(await view(account)).toMatchObject({ status: 'cooldown' });
    await pass(1_000);
    expect(await view(account)).toMatchObject({
      status,
      status_reason: 'cooldown_over',
      cooldown_until: null,
    });
    expect(await statusChanges(server, account.key)).toContainEqual(
      expect.objectContaining({ from: 'cooldown', to: status, cause: 'cooldown_over' }),
    );
  });

  test('does not stop the days of a warm-up', async () => {
    const account = await addAccount(server, control, { status: 'warming' });
    await pass(6 * DAY_MS);
    await strike(account, 'FLOOD_WAIT_600');
    await pass(DAY_MS);
    await pass(1);
    expect(await view(account)).toMatchObject({ status: 'active', warmup_day: null });
  });

  test('lasts twice as long with each repeat, and as at first after a quiet month', async () => {
    const account = await addAccount(server, control);
    for (const days of [1, 2, 4]) {
      const seen = await strike(account, 'FLOOD_WAIT_600');
      expect(seen.cooldown_until).toBe(inMs(days * DAY_MS));
      await pass(days * DAY_MS);
    }
    await pass(40 * DAY_MS);
    for (const days of [1, 2]) {
      const seen = await strike(account, 'FLOOD_WAIT_600');
      expect(seen.cooldown_until).toBe(inMs(days * DAY_MS));
      await pass(days * DAY_MS);
    }
    expect(await view(account)).toMatchObject({ flood_count: 5 });
  });

  test('is not escaped by disabling and enabling the account', async () => {
    const account = await addAccount(server, control);
    const { cooldown_until: until } = await strike(account, 'FLOOD_WAIT_600');
    await server.api.patch(`/accounts/${account.key}`, { disabled: true });
    const { body } = await server.api.patch(`/accounts/${account.key}`, { disabled: false });
    expect(body.account).toMatchObject({ status: 'cooldown', cooldown_until: until });
    await pass(DAY_MS);
    expect(await view(account)).toMatchObject({ status: 'active' });
  });

  test('goes on when the account turns out to be limited meanwhile and free again', async () => {
    const account = await addAccount(server, control);
    const { cooldown_until: until } = await strike(account, 'FLOOD_WAIT_600');
    expect(await strike(account, 'PEER_FLOOD')).toMatchObject({ status: 'limited' });
    expect(await check(account)).toMatchObject({ status: 'cooldown', cooldown_until: until });
  });
});

describe('a limit', () => {
  test('found by PEER_FLOOD stays until @SpamBot says that it is over', async () => {
    const account = await addAccount(server, control);
    await control.patch(`/users/${account.telegramId}`, { limited: true });
    expect(await strike(account, 'PEER_FLOOD')).toMatchObject({
      status: 'limited',
      status_reason: 'PEER_FLOOD',
    });
    expect(await check(account)).toMatchObject({ status: 'limited' });
    await pass(60 * DAY_MS);
    expect(await view(account)).toMatchObject({ status: 'limited' });
    await control.patch(`/users/${account.telegramId}`, { limited: false });
    await pass(6 * HOUR_MS);
    expect(await view(account)).toMatchObject({ status: 'active', status_reason: 'checked' });
    expect(await statusChanges(server, account.key)).toMatchObject([
      { from: 'checking', to: 'warming' },
      { to: 'active', cause: 'vouched' },
      { to: 'limited', cause: 'PEER_FLOOD' },
      { to: 'active', cause: 'checked' },
    ]);
  });

  test('is found by a check that asks @SpamBot', async () => {
    const account = await addAccount(server, control, { status: 'warming' });
    await control.patch(`/users/${account.telegramId}`, { limited: true });
    expect(await check(account)).toMatchObject({ status: 'limited', status_reason: 'checked' });
  });

  test('is not lifted while @SpamBot says nothing', async () => {
    const account = await addAccount(server, control);
    await strike(account, 'PEER_FLOOD');
    const silent = { userId: account.telegramId, method: 'contacts.resolveUsername' };
    await control.post('/faults', { error: 'USERNAME_NOT_OCCUPIED', ...silent });
    expect(await check(account)).toMatchObject({ status: 'limited' });
  });

  test('is ended by an operator who vouches, but not by disabling and enabling', async () => {
    const account = await addAccount(server, control);
    await control.patch(`/users/${account.telegramId}`, { limited: true });
    await strike(account, 'PEER_FLOOD');
    await server.api.patch(`/accounts/${account.key}`, { disabled: true });
    const enabled = await server.api.patch(`/accounts/${account.key}`, { disabled: false });
    expect(enabled.body.account).toMatchObject({ status: 'limited' });
    const vouched = await server.api.patch(`/accounts/${account.key}`, { status: 'active' });
    expect(vouched.body.account).toMatchObject({ status: 'active', status_reason: 'vouched' });
  });

  test('of a frozen account counts as one too', async () => {
    const account = await addAccount(server, control);
    expect(await strike(account, 'FROZEN_METHOD_INVALID')).toMatchObject({ status: 'limited' });
  });
});

describe('a ban', () => {
  test.for(['USER_DEACTIVATED_BAN', 'USER_DEACTIVATED', 'PHONE_NUMBER_BANNED'])(
    'told as %s is final',
    async (error) => {
      const account = await addAccount(server, control);
      expect(await strike(account, error)).toMatchObject({
        status: 'banned',
        status_reason: error,
        daily_limit: 0,
      });
      expect(await statusChanges(server, account.key)).toContainEqual(
        expect.objectContaining({ from: 'active', to: 'banned', cause: error }),
      );
      for (const patch of [{ disabled: true }, { disabled: false }, { status: 'active' }]) {
        await server.api.patch(`/accounts/${account.key}`, patch);
        expect(await view(account)).toMatchObject({ status: 'banned' });
      }
      const vouched = await server.api.patch(`/accounts/${account.key}`, { status: 'active' });
      expect(vouched).toMatchObject({ status: 409, body: { error: 'account_banned' } });
    },
  );

  test('is noticed at once, though nothing is being sent', async () => {
    const account = await addAccount(server, control);
    await online(account);
    await control.patch(`/users/${account.telegramId}`, { banned: true });
    await check(account);
    expect(await view(account)).toMatchObject({ status: 'banned' });
  });
});

describe('a dead session', () => {
  test.for(['AUTH_KEY_UNREGISTERED', 'SESSION_REVOKED', 'SESSION_EXPIRED', 'AUTH_KEY_DUPLICATED'])(
    'told as %s needs signing in again',
    async (error) => {
      const account = await addAccount(server, control);
      expect(await strike(account, error)).toMatchObject({
        status: 'disabled',
        status_reason: error,
        needs_sign_in: true,
        daily_limit: 0,
      });
      const enabled = await server.api.patch(`/accounts/${account.key}`, { status: 'active' });
      expect(enabled).toMatchObject({ status: 409, body: { error: 'session_expired' } });
      expect(await statusChanges(server, account.key)).toContainEqual(
        expect.objectContaining({ from: 'active', to: 'disabled', cause: error }),
      );
    },
  );

  test('that its owner ended elsewhere is noticed by itself and not tried again', async () => {
    const account = await addAccount(server, control);
    await online(account);
    await control.delete(`/users/${account.telegramId}/sessions`);
    await waitFor(
      'the loss to be noticed',
      async () => (await view(account)).needs_sign_in || undefined,
    );
    await waitFor('the connection to be closed', async () => {
      const { connection } = await view(account);
      return connection === 'offline' || undefined;
    });
    await control.delete('/calls');
    await server.drain();
    const { calls } = await control.get<{ calls: { userId: number | null }[] }>('/calls');
    expect(calls.filter((c) => c.userId === account.telegramId)).toEqual([]);
  });
});

describe('the periodic check', () => {
  test('looks at every account each six hours and finds what changed', async () => {
    const account = await addAccount(server, control);
    const { last_checked_at: before } = await view(account);
    await control.patch(`/users/${account.telegramId}`, {
      firstName: 'Renamed',
      username: 'renamed_one',
    });
    await pass(5 * HOUR_MS);
    expect(await view(account)).toMatchObject({ last_checked_at: before });
    await pass(HOUR_MS);
    expect(await view(account)).toMatchObject({
      first_name: 'Renamed',
      username: 'renamed_one',
      last_checked_at: server.clock.now().toISOString(),
    });
    await control.patch(`/users/${account.telegramId}`, { banned: true });
    await pass(6 * HOUR_MS);
    expect(await view(account)).toMatchObject({ status: 'banned' });
  });
});
