import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { type BoxChat, makeChat } from '../support/chats.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let publisher: number;
beforeEach(async () => {
  stage = await startStage();
  publisher = await stage.control.makeUser({ firstName: 'Publisher' });
});
afterEach(() => stage?.stop());

const HOUR = 3_600;
const warming = () => addAccount(stage.server, stage.control, { status: 'warming' });

async function channel(username: string): Promise<BoxChat> {
  const made = await makeChat(stage.control, {
    creator: publisher,
    kind: 'channel',
    title: `About ${username}`,
    username,
  });
  await post(made, 'Good morning');
  return made;
}
const post = (chat: BoxChat, text: string) =>
  stage.control.post(`/chats/${chat.id}/messages`, { from: publisher, text });

const list = (name: string, account?: TestAccount) =>
  stage.server.api.post('/warmup/channels', {
    channel: name,
    ...(account && { account: account.key }),
  });
const warmupOf = async (account: TestAccount) =>
  (await stage.server.api.get(`/accounts/${account.key}/warmup`)).body.warmup;

type Event = { type: string; timestamp: string; data: { channel: string } };
async function eventsOf(account: TestAccount, type: string): Promise<Event[]> {
  const path = `/events?account_id=${account.key}&type=${type}&order=oldest&limit=200`;
  return (await stage.server.api.get(path)).body.events;
}
const days = (events: Event[]) => {
  const counted = new Map<string, number>();
  // the day in Moscow
  for (const { timestamp } of events) {
    const day = new Date(Date.parse(timestamp) + 3 * HOUR * 1_000).toISOString().slice(0, 10);
    counted.set(day, (counted.get(day) ?? 0) + 1);
  }
  return [...counted.values()];
};
/** Lets so many hours pass, two after two. */
async function pass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 2) await stage.advance(2 * HOUR);
}
/** Lets a day pass from eleven in the morning on, the night at once. */
async function passDay(): Promise<void> {
  await pass(12);
  await stage.advance(10 * HOUR);
  await pass(2);
}
const membersOf = async (chat: BoxChat) =>
  (
    await stage.control.get<{ members: { userId: number }[] }>(`/chats/${chat.id}/members`)
  ).members.map((member) => member.userId);

describe('A warming account', () => {
  test('joins a channel or two a day and reads some posts, within hours, until it is warm', {
    timeout: 180_000,
  }, async () => {
    const account = await warming();
    const chats = [];
    for (const name of ['news_one', 'news_two', 'news_three', 'news_four', 'news_five'])
      chats.push(await channel(name));
    for (const n of ['one', 'two', 'three', 'four', 'five']) await list(`@news_${n}`);
    for (let day = 0; day < 7; day++) {
      for (const chat of chats) await post(chat, `News of day ${day}`);
      await passDay();
    }
    const joined = await eventsOf(account, 'account.joined_channel');
    const read = await eventsOf(account, 'account.read_channel');
    expect(joined.map((event) => event.data.channel)).toEqual(
      ['one', 'two', 'three', 'four', 'five'].map((n) => `About news_${n}`),
    );
    expect(Math.max(...days(joined))).toBeLessThanOrEqual(2);
    expect(days(joined).slice(0, 2)).toEqual([1, 1]);
    expect(days(read).length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...days(read))).toBeLessThanOrEqual(4);
    for (const { timestamp } of [...joined, ...read]) {
      const hour = (new Date(timestamp).getUTCHours() + 3) % 24;
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(22);
    }
    for (const chat of chats) expect(await membersOf(chat)).toContain(account.telegramId);
    const { body } = await stage.server.api.get(`/accounts/${account.key}`);
    expect(body.account.status).toBe('active');
    const reads = read.length;
    await passDay();
    expect(await eventsOf(account, 'account.read_channel')).toHaveLength(reads);
  });

  test('never says anything anywhere', async () => {
    const account = await warming();
    await channel('quiet_news');
    await list('@quiet_news');
    await pass(24);
    const calls = await stage.control.get<Record<string, unknown>>('/calls');
    const said = Object.keys(calls).filter((name) => /sendMessage|sendReaction/.test(name));
    const written = await stage.control.get<{ messages: { to: number }[] }>(
      `/messages?from=${account.telegramId}`,
    );
    // @SpamBot is asked when an account arrives
    expect(written.messages.every((message) => message.to === 178_220_800)).toBe(true);
    expect(said.filter((name) => name.includes('Reaction'))).toEqual([]);
  });

  test('does nothing while it is paused, and goes on afterwards', async () => {
    const account = await warming();
    await channel('paused_news');
    await list('@paused_news');
    await stage.server.api.patch(`/accounts/${account.key}`, { disabled: true });
    await pass(12);
    expect(await eventsOf(account, 'account.joined_channel')).toEqual([]);
    await stage.server.api.patch(`/accounts/${account.key}`, { disabled: false });
    await stage.settle();
    await pass(24);
    expect(await eventsOf(account, 'account.joined_channel')).toHaveLength(1);
  });

  test('waits as long as Telegram asks, and keeps its status', async () => {
    const account = await warming();
    await channel('slow_news');
    await list('@slow_news');
    await stage.control.post('/faults', {
      error: `FLOOD_WAIT_${30 * HOUR}`,
      method: 'channels.joinChannel',
      times: 1,
    });
    await pass(4);
    expect(await warmupOf(account)).toMatchObject({
      status: 'warming',
      problem: expect.stringMatching(/^FLOOD_WAIT/),
      channels: [{ state: 'new' }],
    });
    await pass(20);
    expect(await eventsOf(account, 'account.joined_channel')).toEqual([]);
    await pass(28);
    expect(await eventsOf(account, 'account.joined_channel')).toHaveLength(1);
  });

  test('does not try a channel again that refused it', async () => {
    const account = await warming();
    await list('@there_is_no_such_channel');
    const asks = await channel('asks_first');
    await stage.control.patch(`/chats/${asks.id}`, { joinRequest: true });
    await list('@asks_first');
    await channel('open_news');
    await list('https://t.me/open_news');
    await pass(12);
    expect((await warmupOf(account)).channels).toMatchObject([
      { channel: '@there_is_no_such_channel', state: 'refused', problem: 'USERNAME_NOT_OCCUPIED' },
      { channel: '@asks_first', state: 'requested', problem: 'INVITE_REQUEST_SENT' },
      { channel: '@open_news', state: 'joined', title: 'About open_news', problem: null },
    ]);
    await stage.control.delete('/calls');
    await pass(24);
    const calls = JSON.stringify(await stage.control.get('/calls'));
    expect(calls).not.toContain('contacts.resolveUsername');
  });

  test('that is in too many chats reads those it has, and joins when it has left some', async () => {
    const account = await warming();
    const first = await channel('first_news');
    await list('@first_news');
    await pass(6);
    expect(await membersOf(first)).toContain(account.telegramId);
    await channel('one_more_news');
    await list('@one_more_news');
    await stage.control.post('/faults', {
      error: 'CHANNELS_TOO_MUCH',
      method: 'channels.joinChannel',
      userId: account.telegramId,
    });
    await pass(48);
    expect((await warmupOf(account)).channels).toMatchObject([
      { state: 'joined' },
      { channel: '@one_more_news', state: 'new', problem: null },
    ]);
    expect((await eventsOf(account, 'account.read_channel')).length).toBeGreaterThan(1);
    await stage.control.delete('/faults');
    await pass(24);
    expect((await warmupOf(account)).channels[1]).toMatchObject({ state: 'joined' });
  });

  test('reads a channel of its own list, which others do not', async () => {
    const [one, other] = [await warming(), await warming()];
    const chat = await channel('own_news');
    await list('@own_news', one);
    await pass(12);
    expect(await membersOf(chat)).toContain(one.telegramId);
    expect(await membersOf(chat)).not.toContain(other.telegramId);
    expect((await warmupOf(one)).channels).toMatchObject([{ is_own: true, state: 'joined' }]);
    expect((await warmupOf(other)).channels).toEqual([]);
  });
});

describe('The warm-up of an account', () => {
  test('is shown with its day, what it may send, and what comes next', async () => {
    const account = await warming();
    await channel('next_news');
    await list('@next_news');
    await stage.advance(60);
    const view = await warmupOf(account);
    expect(view).toMatchObject({
      status: 'warming',
      day: 1,
      warm_from_day: 8,
      today: { joins: 0, reads: 0 },
      next: { what: 'join', channel_id: view.channels[0].id },
    });
    expect(view.allowances.map((one: { messages: number }) => one.messages)).toEqual([
      0, 0, 3, 3, 5, 5, 5, 7,
    ]);
    expect(view.allowances[0].date).toBe('2026-03-02');
  });

  test('has nothing to show for an account that is warm', async () => {
    const account = await stage.account();
    expect(await warmupOf(account)).toMatchObject({ day: null, allowances: [], next: null });
  });
});

describe('The list of channels', () => {
  test('takes names and links, each once, and gives them back', async () => {
    const added = await list('https://t.me/Some_News');
    expect(added).toMatchObject({ status: 201, body: { channel: { channel: '@some_news' } } });
    expect(await list('@some_news')).toMatchObject({
      status: 409,
      body: { error: 'already_exists' },
    });
    expect(await list('not a channel')).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    await list('https://t.me/joinchat/AbCdEf_12-3');
    const { body } = await stage.server.api.get('/warmup/channels');
    expect(body.channels.map((one: { channel: string }) => one.channel)).toEqual([
      '@some_news',
      'https://t.me/+AbCdEf_12-3',
    ]);
    const { id } = added.body.channel;
    expect((await stage.server.api.delete(`/warmup/channels/${id}`)).status).toBe(200);
    expect((await stage.server.api.delete(`/warmup/channels/${id}`)).status).toBe(404);
  });

  test('holds fifty', async () => {
    for (let n = 0; n < 50; n++) expect((await list(`@channel_${n}`)).status).toBe(201);
    expect(await list('@one_too_many')).toMatchObject({ status: 409, body: { error: 'conflict' } });
  });
});
