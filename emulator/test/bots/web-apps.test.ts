import { createHmac } from 'node:crypto';
import { Keyboard } from 'grammy';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('mini apps');
const bots = botFixture(world);

/** Telegram's rule as its page words it, written apart from the box's own. */
function isSigned(initData: string, token: string): boolean {
  const pairs = initData.split('&').map((pair) => decodeURIComponent(pair.replaceAll('+', ' ')));
  const hash = pairs.find((pair) => pair.startsWith('hash='))?.slice(5);
  const lines = pairs.filter((pair) => !pair.startsWith('hash=')).sort();
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  return createHmac('sha256', secret).update(lines.join('\n')).digest('hex') === hash;
}

describe('A Mini App', () => {
  it('is told who opened it, signed with the token', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({ firstName: 'Анна & Co', username: 'anna_app' });
    await world.control.post('/clock', { frozen: true, now: '2026-03-01T09:00:00Z' });
    type Opened = { initData: string; queryId: string | null };
    const body = { bot: made.id, startParam: 'ref_1' };
    const { initData, queryId } = await world.control.post<Opened>(
      `/users/${anna}/init-data`,
      body,
    );
    expect(queryId).toBeNull();
    const fields = new URLSearchParams(initData);
    expect(JSON.parse(fields.get('user') ?? '')).toMatchObject({
      id: anna,
      first_name: 'Анна & Co',
      username: 'anna_app',
    });
    expect(fields.get('auth_date')).toBe(String(Date.parse('2026-03-01T09:00:00Z') / 1000));
    expect(fields.get('start_param')).toBe('ref_1');
    expect(isSigned(initData, made.token)).toBe(true);
    expect(isSigned(initData.replace('ref_1', 'ref_2'), made.token)).toBe(false);
    await world.control.post('/clock', { frozen: false });
  });

  it('sends its data to the bot, from a key of its keyboard', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const api = bots.apiOf(made);
    const reply_markup = new Keyboard().webApp('Open', 'https://example.com/app').resized();
    await api.sendMessage(anna, 'Here', { reply_markup });
    const client = await world.signedIn(anna);
    const [shown] = await client.getHistory(made.username);
    expect(shown?.markup).toMatchObject({ type: 'reply' });
    const body = { bot: made.id, button: 'Open', data: '{"plan":3}' };
    await world.control.post(`/users/${anna}/web-app-data`, body);
    const update = (await api.getUpdates()).at(-1);
    expect(update?.message?.web_app_data).toEqual({ data: '{"plan":3}', button_text: 'Open' });
    const long = { ...body, data: 'a'.repeat(4097) };
    const refused = await world.control.raw('POST', `/users/${anna}/web-app-data`, long);
    expect(refused.status).toBe(409);
  });

  it('has the bot write in the name of who opened it, once', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const path = `/users/${anna}/init-data`;
    type Opened = { queryId: string };
    const { queryId } = await world.control.post<Opened>(path, { bot: made.id, query: true });
    const result = {
      type: 'article',
      id: '1',
      title: 'Result',
      input_message_content: { message_text: '<b>Done</b>', parse_mode: 'HTML' },
    } as const;
    const api = bots.apiOf(made);
    const sent = await api.answerWebAppQuery(queryId, result);
    expect(sent.inline_message_id).toBeDefined();
    const client = await world.signedIn(anna);
    const [message] = await client.getHistory(made.username);
    expect(message?.text).toBe('Done');
    expect(message?.isOutgoing).toBe(true);
    expect(message?.viaBot?.id).toBe(made.id);
    await expect(api.answerWebAppQuery(queryId, result)).rejects.toThrow('query is too old');
  });

  it('opens over MTProto with the same data', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const client = await world.signedIn(anna);
    const { url } = await client.call({
      _: 'messages.requestWebView',
      peer: await client.resolvePeer(made.username),
      bot: await client.resolveUser(made.username),
      url: 'https://example.com/app?x=1',
      platform: 'test',
    });
    const opened = new URL(url);
    const initData = new URLSearchParams(opened.hash.slice(1)).get('tgWebAppData') ?? '';
    expect(opened.searchParams.get('x')).toBe('1');
    expect(isSigned(initData, made.token)).toBe(true);
  });
});
