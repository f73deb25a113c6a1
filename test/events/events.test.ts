import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const START = new Date('2026-03-10T12:00:00Z');
const columns = [
  'timestamp',
  'account_id',
  'user_id',
  'action',
  'message_type',
  'result',
  'error',
  'proxy_used',
  'details',
];

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let account: TestAccount;
let other: TestAccount;
let anna: number;
let boris: number;

type Line = Record<string, unknown>;
type Event = { id: string; type: string; data: Record<string, unknown> };

/** Anna is written to and answers; Boris has blocked the account; an hour passes in between. */
beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'events' });
  control = controlOf(box);
  await control.post('/clock', { now: START.toISOString(), frozen: true });
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control }, { now: START });
  account = await addAccount(server, control);
  other = await addAccount(server, control, { status: 'warming' });
  anna = await control.makeUser({ firstName: 'Анна', username: 'anna_k' });
  boris = await control.makeUser({ firstName: 'Boris', username: 'boris_k' });
  await server.drain();
  server.clock.advance(3_600_000);
  const consent = { source: 'site', basis: 'opt_in' };
  const send = (username: string) =>
    server.api.post('/send', { username, account_id: account.key, content: 'Hello', consent });
  expect((await send('anna_k')).status).toBe(200);
  const fault = { error: 'USER_IS_BLOCKED', method: 'messages.sendMessage', times: 1 };
  await control.post('/faults', { ...fault, userId: account.telegramId });
  expect((await send('boris_k')).status).toBe(403);
  await control.post(`/users/${anna}/messages`, {
    to: account.telegramId,
    media: { type: 'photo', caption: 'See' },
  });
  await waitFor('the answer', async () => {
    await server.drain();
    const { body } = await server.api.get('/logs?action=receive');
    return body.logs.length > 0 ? true : undefined;
  });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const logs = async (query = ''): Promise<Line[]> =>
  (await server.api.get(`/logs${query}`)).body.logs;
const events = async (query = ''): Promise<Event[]> =>
  (await server.api.get(`/events${query}`)).body.events;

describe('the log', () => {
  test('has a line for each send, answer and status, newest first, in the sheet’s columns', async () => {
    const lines = await logs();
    expect(Object.keys(lines[0] ?? {})).toEqual(columns);
    const [answer, failed, sent, status] = lines;
    const common = { timestamp: '2026-03-10T13:00:00.000Z', account_id: account.key };
    expect(answer).toEqual({
      ...common,
      user_id: anna,
      action: 'receive',
      message_type: 'photo',
      result: 'success',
      error: null,
      proxy_used: null,
      details: expect.stringMatching(/^message \d+$/),
    });
    expect(failed).toMatchObject({ ...common, user_id: boris, action: 'send', result: 'error' });
    expect(failed?.['error']).toMatch(/block/i);
    expect(failed?.['details']).toContain('USER_IS_BLOCKED');
    expect(sent).toMatchObject({
      ...common,
      user_id: anna,
      action: 'send',
      message_type: 'text',
      result: 'success',
      proxy_used: false,
    });
    expect(status).toMatchObject({ action: 'status_change', message_type: null, user_id: null });
    expect(status?.['details']).toMatch(/^checking → warming: /);
  });

  test('is narrowed down to an account, a person, an action, a result and a period', async () => {
    const of = (lines: Line[], field: string) => [...new Set(lines.map((line) => line[field]))];
    expect(of(await logs(`?account_id=${other.key}`), 'account_id')).toEqual([other.key]);
    expect(of(await logs(`?user_id=${anna}`), 'user_id')).toEqual([anna]);
    expect(of(await logs('?action=status_change'), 'action')).toEqual(['status_change']);
    expect(await logs('?result=error')).toHaveLength(1);
    expect(await logs('?action=receive&result=error')).toEqual([]);
    expect(of(await logs('?since=2026-03-10T13:00:00Z'), 'action')).toEqual(['receive', 'send']);
    expect(of(await logs('?until=2026-03-10T13:00:00Z'), 'action')).toEqual(['status_change']);
    expect(await logs('?user_id=4242')).toEqual([]);
    expect((await server.api.get('/logs?account_id=acc_99')).status).toBe(404);
  });

  test('is leafed through without a line lost or shown twice', async () => {
    const whole = await logs();
    const leafed: Line[] = [];
    let after = '';
    do {
      const { body } = await server.api.get(`/logs?limit=2&after=${after}`);
      leafed.push(...body.logs);
      after = body.next ?? '';
    } while (after);
    expect(leafed).toEqual(whole);
  });

  test('comes as a CSV file too, oldest first, for Excel', async () => {
    const answer = await server.api.raw('/logs.csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('logs.csv');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows: Record<string, string>[] = parse(bytes, { bom: true, columns: true });
    expect(Object.keys(rows[0] ?? {})).toEqual(columns);
    const shown = (await logs())
      .reverse()
      .map((line) =>
        Object.fromEntries(
          Object.entries(line).map(([name, value]) => [name, value === null ? '' : String(value)]),
        ),
      );
    expect(rows).toEqual(shown);
    const none = await server.api.raw('/logs.csv?until=2020-01-01T00:00:00Z');
    expect(await none.text()).toBe(`\uFEFF${columns.join(',')}\n`.slice(1));
    expect((await server.api.raw('/logs.csv?account_id=acc_99')).status).toBe(404);
  });
});

describe('events', () => {
  test('tell whom they are about, as webhooks do', async () => {
    const [event] = await events('?type=message.received');
    expect(event).toMatchObject({
      type: 'message.received',
      timestamp: '2026-03-10T13:00:00.000Z',
      actor: 'system',
      data: {
        account: { id: account.key, phone: account.phone },
        contact: { user_id: anna, username: 'anna_k', first_name: 'Анна' },
        message: { type: 'photo', caption: 'See', direction: 'in', user_id: anna },
      },
    });
    expect(event?.id).toMatch(/^evt_\d+$/);
  });

  test('are narrowed down by types, account, person and period', async () => {
    const types = async (query: string) => [...new Set((await events(query)).map((e) => e.type))];
    expect((await types('?type=message.*')).sort()).toEqual([
      'message.failed',
      'message.received',
      'message.sent',
    ]);
    expect(await types('?type=message.sent,message.failed')).toHaveLength(2);
    expect(await types(`?type=account.*&account_id=${other.key}`)).toContain('account.added');
    const [event] = await events('?type=message.received');
    const contact = event?.data['contact'] as { id: number };
    expect(await types(`?contact_id=${contact.id}`)).toEqual(['message.received', 'message.sent']);
    expect(await types('?since=2026-03-10T13:00:00Z&type=account.*')).toEqual([]);
  });

  test('are followed oldest first by whoever must miss nothing', async () => {
    const seen: string[] = [];
    let after = '';
    await waitFor('the end', async () => {
      const { body } = await server.api.get(
        `/events?order=oldest&limit=3&type=message.*&after=${after}`,
      );
      seen.push(...body.events.map((e: Event) => e.type));
      after = body.next;
      return body.is_caught_up && seen.length >= 3 ? true : undefined;
    });
    expect(seen).toEqual(['message.sent', 'message.failed', 'message.received']);
    await server.api.post('/send?wait=false', {
      username: 'anna_k',
      account_id: account.key,
      content: 'Thank you',
    });
    const more = await waitFor('the next one', async () => {
      server.clock.advance(1_000);
      await server.drain();
      const { body } = await server.api.get(
        `/events?order=oldest&type=message.sent&after=${after}`,
      );
      return body.events.length > 0 ? body : undefined;
    });
    expect(more.events[0].data.message.text).toBe('Thank you');
    expect(more.next).not.toBeNull();
  });
});

test.each([
  '/events?type=Message.sent',
  '/events?type=message.**',
  '/events?type=,',
  '/events?order=random',
  '/events?contact_id=0',
  '/events?since=yesterday',
  '/events?after=nonsense',
  '/events?order=oldest&after=nonsense',
  '/events?limit=201',
  '/logs?action=delete',
  '/logs?user_id=anna',
  '/logs?after=1',
  '/logs?until=2026-13-01T00:00:00Z',
  '/logs.csv?action=none',
])('%s is refused', async (path) => {
  const answer = await server.api.get(path);
  expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
});
