import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nullable, selectRow, selectRows, text } from '../../server/base/db/rows.ts';
import { systemActor } from '../../server/base/events/record-events.ts';
import { postToOperators } from '../../server/features/bots/post-to-operator.ts';
import { enqueueJob } from '../../server/features/jobs/enqueue-job.ts';
import { insertAccount, insertTalk } from '../support/talks.ts';
import { startTeamBot, type TeamBot, type TestOperator } from '../support/team-bot.ts';

let team: TeamBot;
let vera: TestOperator;

beforeAll(async () => {
  team = await startTeamBot();
  vera = await team.operator('Vera', 'owner');
});
afterAll(() => team?.stop());

let posts = 0;

/** Has the bot tell something. @returns the key of the post */
async function post(
  html: string,
  to: { chatId?: number; contactId?: number; key?: string; data?: string } = {},
): Promise<string> {
  const { chatId = vera.telegramId, contactId, key = `test ${++posts}`, data } = to;
  const { app } = team.server;
  const buttons = data ? [[{ text: 'Look', data }]] : [];
  await app.database.transaction((tx) =>
    postToOperators(app, tx, [
      {
        to: { workspaceId: team.workspaceId, botId: team.botId, chatId },
        key,
        words: { html, buttons, isSilent: false },
        contactId,
      },
    ]),
  );
  return `${key} to ${chatId}`;
}

const stateOf = (key: string) =>
  selectRow(
    team.server.app.db,
    { words: nullable(text), dropped: nullable(text), done: nullable(text) },
    sql`
      select words::text as words, dropped_because as dropped, done_at::text as done
      from bot_posts where key = ${key}`,
  );

const told = async () => (await vera.news()).map((message) => message.text);

describe('a post', () => {
  test('comes in its order, one a second, and its words are forgotten', async () => {
    const keys = [await post('one'), await post('two'), await post('three')];
    await team.server.drain();
    expect(await told()).toEqual(['one']);
    await team.pass(1);
    expect(await told()).toEqual(['two']);
    await team.pass(1);
    expect(await told()).toEqual(['three']);
    for (const key of keys)
      expect(await stateOf(key)).toMatchObject({ words: null, dropped: null });
    await team.pass(1);
  });

  test('with the key of another is none', async () => {
    await post('once', { key: 'the same' });
    await post('once', { key: 'the same' });
    for (let n = 0; n < 3; n++) await team.pass(1);
    expect(await told()).toEqual(['once']);
  });

  test('is said after a restart, if it was not before', async () => {
    await post('before');
    await team.server.drain();
    const key = await post('after');
    await team.restart();
    await team.pass(2);
    expect(await told()).toEqual(['before', 'after']);
    expect(await stateOf(key)).toMatchObject({ words: null });
    await team.pass(1);
  });

  test('waits as long as Telegram asks', async () => {
    await team.control.post('/faults', {
      error: 'FLOOD_WAIT_30',
      method: 'bot:sendMessage',
      userId: team.bot.id,
      times: 1,
    });
    await post('patient');
    await team.pass(5);
    expect(await told()).toEqual([]);
    await team.pass(26);
    expect(await told()).toEqual(['patient']);
    await team.pass(1);
  });

  test('is tried again while Telegram is out of order, and given up in the end', async () => {
    await team.control.post('/faults', {
      error: 'Bad Gateway',
      code: 502,
      method: 'bot:sendMessage',
      userId: team.bot.id,
    });
    const key = await post('in vain');
    await team.pass(5);
    expect(await stateOf(key)).toMatchObject({ done: null });
    for (let n = 0; n < 8; n++) await team.pass(700);
    expect(await stateOf(key)).toMatchObject({ words: null, dropped: 'too_many_tries' });
    await team.control.delete('/faults');
    expect(await told()).toEqual([]);
  });

  test('to somebody who stopped the bot is dropped with the reason', async () => {
    const boris = await team.operator('Boris', 'admin');
    await team.control.post(`/users/${boris.telegramId}/block`, {
      user: team.bot.id,
      blocked: true,
    });
    const key = await post('hello', { chatId: boris.telegramId });
    await team.pass(1);
    expect((await stateOf(key))?.dropped).toContain('blocked');
  });

  test('reaches nobody outside the team', async () => {
    const stranger = await team.control.makeUser({ firstName: 'Eve' });
    await team.control.post(`/users/${stranger}/start`, { bot: team.bot.id });
    await team.pass(1);
    const key = await post('secret', { chatId: stranger });
    await team.pass(1);
    expect((await stateOf(key))?.dropped).toContain('none of the team');
  });

  test('about a person who is erased is never said', async () => {
    const account = await insertAccount(team.server.app, team.workspaceId);
    const { contactId } = await insertTalk(team.server.app, team.workspaceId, account, 'Hi');
    await post('first');
    const key = await post('about Anna', { contactId });
    await team.server.drain();
    expect((await team.server.api.delete(`/contacts/${contactId}`)).status).toBe(200);
    await team.pass(2);
    expect(await told()).toEqual(['first']);
    expect(await stateOf(key)).toBe(undefined);
  });
});

describe('a board', () => {
  const boards = () =>
    selectRows(team.server.app.db, { board: text }, sql`select board from bot_boards`);

  async function newJob(): Promise<number> {
    const { app } = team.server;
    const job = await app.database.transaction((tx) =>
      enqueueJob(app, tx, {
        workspaceId: team.workspaceId,
        kind: 'test.none',
        title: { ru: 'Сбор людей', en: 'Gathering people' },
        args: {},
        actor: systemActor,
        dueAt: new Date('2030-01-01T00:00:00Z'),
      }),
    );
    return job.id;
  }

  const setJob = (id: number, status: string, progress: unknown) =>
    team.server.app.db.execute(sql`
      update jobs set status = ${status}, progress = ${JSON.stringify(progress)}::jsonb
      where id = ${id}`);

  async function show(id: number): Promise<void> {
    await post('A job', { data: `job:${id}` });
    await team.pass(1);
    await vera.chat.press('Look');
    await vera.news();
  }

  const latest = async () => (await vera.chat.all()).at(-1)?.text ?? '';

  test('is kept up to date in place, over a restart, until it is over', async () => {
    const id = await newJob();
    await show(id);
    expect(await latest()).toContain('ждёт очереди');
    await setJob(id, 'running', { done: 30, total: 100 });
    await team.pass(3);
    expect(await latest()).toMatch(/30 из 100\n▰▰▰▱▱▱▱▱▱▱/);
    await team.restart();
    await setJob(id, 'running', { done: 80, total: 100 });
    for (let n = 0; n < 3; n++) await team.pass(3);
    expect(await latest()).toContain('80 из 100');
    await setJob(id, 'done', { done: 100, total: 100 });
    for (let n = 0; n < 3; n++) await team.pass(6);
    expect(await latest()).toContain('готово');
    expect(await boards()).toEqual([]);
    expect(await vera.news()).toEqual([]);
  });

  test('of which a newer one stands in the chat is left as it is', async () => {
    const id = await newJob();
    await show(id);
    const older = (await vera.chat.all()).at(-1);
    await show(id);
    await setJob(id, 'running', { done: 1, total: 4 });
    for (let n = 0; n < 3; n++) await team.pass(3);
    const all = await vera.chat.all();
    expect(all.at(-1)?.text).toContain('1 из 4');
    expect(all.find((message) => message.id === older?.id)?.text).toContain('ждёт очереди');
    expect(await boards()).toHaveLength(1);
  });

  test('ends when its message comes to show something else', async () => {
    await vera.chat.press('‹ Назад');
    expect(await boards()).toEqual([]);
  });

  test('ends for whoever may not look any more', async () => {
    const id = await newJob();
    await show(id);
    await team.server.app.db.execute(
      sql`update operators set role = 'specialist' where id = ${vera.id}`,
    );
    await setJob(id, 'running', { done: 1, total: 2 });
    for (let n = 0; n < 3; n++) await team.pass(3);
    expect(await latest()).not.toContain('1 из 2');
    expect(await boards()).toEqual([]);
  });
});
