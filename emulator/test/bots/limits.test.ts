import { beforeEach, describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('limits of bots');
const bots = botFixture(world);
const usual = {
  enabled: true,
  chatPerSecond: 1,
  chatBurst: 20,
  groupPerMinute: 20,
  allPerSecond: 30,
  allBurst: 60,
};

beforeEach(async () => {
  await world.control.post('/clock', { frozen: true });
  await world.control.patch('/bots/limits', usual);
  await world.control.delete('/faults');
});

describe('A bot that sends too much', () => {
  it('to one chat is told to wait, and may go on after that', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    await world.control.patch('/bots/limits', { chatBurst: 3 });
    const say = () => bots.raw(made.token, 'sendMessage', { chat_id: anna, text: 'Hello' });
    for (let i = 0; i < 3; i++) expect((await say()).ok).toBe(true);
    expect(await say()).toMatchObject({
      status: 429,
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    await world.control.post('/clock', { advanceSeconds: 1 });
    expect((await say()).ok).toBe(true);
    expect((await say()).status).toBe(429);
  });

  it('to all together is told so, whichever chat it is', async () => {
    const made = await bots.makeBot();
    const guests = [];
    for (let i = 0; i < 4; i++) guests.push(await bots.makeGuest(made));
    await world.control.patch('/bots/limits', { allBurst: 3 });
    const statuses = [];
    for (const chat_id of guests) {
      statuses.push((await bots.raw(made.token, 'sendMessage', { chat_id, text: 'Hi' })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('goes on unhindered where the limits are switched off', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    await world.control.patch('/bots/limits', { enabled: false });
    const api = bots.apiOf(made);
    for (let i = 0; i < 100; i++) await api.sendMessage(anna, `Hello ${i}`);
    const client = await world.signedIn(anna);
    expect((await client.getHistory(made.username, { limit: 1 })).total).toBe(101);
  });
});

describe('A fault', () => {
  it('answers a bot with an error by name or in words, as often as it is told', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const say = () => bots.raw(made.token, 'sendMessage', { chat_id: anna, text: 'Hello' });
    const method = 'bot:sendMessage';
    await world.control.post('/faults', { error: 'FLOOD_WAIT_17', method, times: 1 });
    expect(await say()).toMatchObject({ status: 429, parameters: { retry_after: 17 } });
    await world.control.post('/faults', { error: 'USER_IS_BLOCKED', method, times: 1 });
    expect((await say()).description).toBe('Forbidden: bot was blocked by the user');
    const words = { error: 'Bad Gateway', code: 502, method, times: 1 };
    await world.control.post('/faults', words);
    expect(await say()).toMatchObject({ status: 502, description: 'Bad Gateway' });
    expect((await say()).ok).toBe(true);
    const wrong = await world.control.raw('POST', '/faults', { error: 'X', method: 'bot:nothing' });
    expect(wrong.status).toBe(400);
  });

  it('drops the connection before or after the call was carried out', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const say = (text: string) => bots.raw(made.token, 'sendMessage', { chat_id: anna, text });
    const method = 'bot:sendMessage';
    await world.control.post('/faults', { kind: 'drop', method, times: 1 });
    await expect(say('lost')).rejects.toThrow();
    await world.control.post('/faults', { kind: 'crash', method, times: 1 });
    await expect(say('sent')).rejects.toThrow();
    type Listed = { messages: { text: string }[] };
    const { messages } = await world.control.get<Listed>(`/messages?from=${made.id}`);
    expect(messages.map(({ text }) => text)).toEqual(['sent']);
    await world.control.post('/faults', { kind: 'slow', delayMs: 150, userId: made.id, times: 1 });
    const start = performance.now();
    await say('slow');
    expect(performance.now() - start).toBeGreaterThan(140);
  });
});
