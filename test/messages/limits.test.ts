import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

/** Noon in UTC, and nobody moves the time but the tests. */
const START = new Date('2026-03-10T12:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'limits' });
  control = controlOf(box);
  await control.post('/clock', { now: START.toISOString(), frozen: true });
  server = await startTestServer(
    {
      TELEGRAM_EMULATOR: box.control,
      TIME_ZONE: 'UTC',
      MIN_MESSAGE_DELAY: '30',
      MAX_DAILY_ACTIVE: '3',
      MAX_DAILY_WARMING: '2',
      MAX_DAILY_MESSAGES: '6',
    },
    { now: START },
  );
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const consent = { source: 'site', basis: 'opt_in' };

let people = 0;
async function somebody() {
  const username = `person_${++people}`;
  const id = await control.makeUser({ firstName: 'Anna', username });
  return { id, username };
}

async function moveTime(ms: number) {
  server.clock.advance(ms);
  await control.post('/clock', { now: server.clock.now().toISOString() });
  await server.drain();
}

const send = (body: Record<string, unknown>) =>
  server.api.post('/send', { content: 'Hello', consent, ...body });

/** A first message to somebody new. */
async function approach(
  account?: TestAccount,
): Promise<Answer & { to: { id: number; username: string } }> {
  const to = await somebody();
  const answer = await send({ username: to.username, ...(account && { account_id: account.key }) });
  return { ...answer, to };
}

/** Lets an answer's pause of a second or two pass while it is waited for. */
async function whileTimePasses<T>(work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.clock.advance(500);
  }
  return done;
}

describe('one account', () => {
  test('pauses between messages, by half a minute and up to half as much again', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      const account = await addAccount(server, control);
      expect((await approach(account)).body).toMatchObject({ success: true });
      const refused = await approach(account);
      expect(refused).toMatchObject({
        status: 429,
        body: { error: 'too_soon', reason: 'spacing' },
      });
      expect(refused.headers.get('retry-after')).toBe(String(refused.body.retry_after));
      expect(await sentTo(control, refused.to.id)).toEqual([]);
      waits.push(refused.body.retry_after);
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...waits)).toBeLessThanOrEqual(45);
    expect(new Set(waits).size).toBeGreaterThan(1);
  });

  test('goes on when the pause is over, and what was refused never leaves later', async () => {
    const account = await addAccount(server, control);
    await approach(account);
    const refused = await approach(account);
    await moveTime(refused.body.retry_after * 1_000);
    expect((await approach(account)).body).toMatchObject({ success: true });
    await moveTime(HOUR_MS);
    expect(await sentTo(control, refused.to.id)).toEqual([]);
  });

  test('sends what nobody waits for when the pause is over, one by one', async () => {
    const account = await addAccount(server, control);
    const all = [await somebody(), await somebody(), await somebody()];
    for (const { username } of all) {
      const body = { username, account_id: account.key, content: 'Hello', consent };
      await server.api.post('/send?wait=false', body);
    }
    const arrived = async () =>
      (await Promise.all(all.map(({ id }) => sentTo(control, id)))).flat().length;
    await server.drain();
    expect(await arrived()).toBe(1);
    await moveTime(29_000);
    expect(await arrived()).toBe(1);
    await moveTime(16_000);
    expect(await arrived()).toBe(2);
    await moveTime(45_000);
    expect(await arrived()).toBe(3);
  });

  test('lets only one of many messages of the same moment through', async () => {
    const account = await addAccount(server, control);
    const answers = await Promise.all(Array.from({ length: 5 }, () => approach(account)));
    const errors = answers.map((a) => a.body.error ?? 'sent').sort();
    expect(errors).toEqual(['sent', 'too_soon', 'too_soon', 'too_soon', 'too_soon']);
  });

  test('writes first to no more people a day than its limit, and to more the next day', async () => {
    const account = await addAccount(server, control);
    for (let i = 0; i < 3; i++) {
      expect((await approach(account)).body).toMatchObject({ success: true });
      await moveTime(60_000);
    }
    const refused = await approach(account);
    expect(refused.body).toMatchObject({ error: 'account_unavailable', reason: 'daily_limit' });
    const midnight = Math.ceil((DAY_MS - (server.clock.now().getTime() % DAY_MS)) / 1_000);
    expect(refused.body.retry_after).toBe(midnight);
    await moveTime(refused.body.retry_after * 1_000);
    expect((await approach(account)).body).toMatchObject({ success: true });
  });

  test('goes on in its dialogs above that limit, up to the limit of all messages', async () => {
    const account = await addAccount(server, control);
    const { to } = await approach(account);
    for (let i = 0; i < 5; i++) {
      await moveTime(60_000);
      expect((await send({ username: to.username })).body).toMatchObject({ success: true });
    }
    await moveTime(60_000);
    const refused = await send({ username: to.username });
    expect(refused.body).toMatchObject({ error: 'account_unavailable', reason: 'message_limit' });
    expect((await server.api.get(`/accounts/${account.key}`)).body.account.daily_sent).toBe(6);
  });

  test('answers without a pause, and above the limit for new people', async () => {
    const account = await addAccount(server, control);
    const { to } = await approach(account);
    await control.post(`/users/${to.id}/messages`, {
      to: account.telegramId,
      text: 'Tell me more',
    });
    await server.drain();
    const before = server.clock.now();
    const answer = await whileTimePasses(send({ username: to.username, content: 'Gladly' }));
    expect(answer.body).toMatchObject({ success: true });
    const { decisions } = (await server.api.get(`/messages/${answer.body.id}`)).body.message;
    expect(decisions).toMatchObject([{ verdict: 'passed', reason: 'answer' }]);
    const pause = Date.parse(decisions[0].at) - before.getTime();
    expect(pause).toBeGreaterThanOrEqual(1_000);
  });
});

describe('a warming account', () => {
  test('writes to nobody on two days, then to two, then to five, and is active on the eighth', async () => {
    const account = await addAccount(server, control, { status: 'warming' });
    const sentOn = async (day: number, most: number) => {
      for (let i = 0; i < most; i++) {
        expect((await approach(account)).body, `message ${i} of day ${day}`).toMatchObject({
          success: true,
        });
        await moveTime(60_000);
      }
      return (await approach(account)).body;
    };
    const nextDay = () => moveTime(DAY_MS - (server.clock.now().getTime() % DAY_MS) + HOUR_MS);
    for (const day of [1, 2]) {
      expect(await sentOn(day, 0)).toMatchObject({ reason: 'warming_quiet_days' });
      await nextDay();
    }
    expect(await sentOn(3, 2)).toMatchObject({ reason: 'daily_limit' });
    await nextDay();
    await nextDay();
    await server.api.patch(`/accounts/${account.key}`, { max_daily_active: 6 });
    expect(await sentOn(5, 5)).toMatchObject({ reason: 'daily_limit' });
    for (const _ of [6, 7, 8]) await nextDay();
    expect((await server.api.get(`/accounts/${account.key}`)).body.account.status).toBe('active');
  });
});

describe('quiet hours', () => {
  test('bind a call only if it asks for them, and say when they end', async () => {
    const account = await addAccount(server, control);
    await server.api.patch('/settings', { quiet_hours: { from: '00:00', to: '23:59' } });
    const to = await somebody();
    const refused = await send({
      username: to.username,
      account_id: account.key,
      quiet_hours: true,
    });
    expect(refused).toMatchObject({
      status: 429,
      body: { error: 'too_soon', reason: 'quiet_hours' },
    });
    expect(refused.body.retry_after).toBeGreaterThan(0);
    const sent = await send({ username: to.username, account_id: account.key });
    expect(sent.body).toMatchObject({ success: true });
    await server.api.patch('/settings', { quiet_hours: null });
  });
});
