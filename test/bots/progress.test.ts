import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectRows, text } from '../../server/base/db/rows.ts';
import type { TestAccount } from '../support/accounts.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { type Campaigns, campaignsOf, forgetLaunches } from '../support/campaigns.ts';
import { makeChat, makePeople } from '../support/chats.ts';
import { type Audience, type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let campaigns: Campaigns;
let bot: TestBot;
let adminId: number;
let admin: BotChat;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage(async (control) => {
    await control.patch('/bots/limits', { enabled: false });
    bot = await makeBot(control, 'progress_bot');
    adminId = await control.makeUser({ firstName: 'Vera', language: 'ru' });
    return {
      BOT_TOKEN: bot.token,
      ADMIN_TELEGRAM_ID: String(adminId),
      MAX_DAILY_ACTIVE: '1000',
      MAILING_DELAY_MIN: '60',
      MAILING_DELAY_MAX: '60',
      INVITE_DELAY_SEC: '60',
    };
  });
  campaigns = campaignsOf(stage);
  account = await stage.account();
  admin = openBotChat(stage.control, bot, adminId);
  await stage.control.post(`/users/${adminId}/start`, { bot: bot.id });
  await admin.next();
});
afterAll(() => stage?.stop());

type Shown = { id: number; text: string; editDate: number | null; labels: string[] };

/** The bot's latest message, as it stands now. */
async function shown(): Promise<Shown> {
  const last = (await admin.all()).at(-1) as unknown as Shown & {
    replyMarkup: { inline_keyboard?: { text: string }[][] } | null;
  };
  const labels = last.replyMarkup?.inline_keyboard?.flat().map((button) => button.text) ?? [];
  return { id: last.id, text: last.text, editDate: last.editDate, labels };
}

const boards = async () =>
  (await selectRows(stage.server.app.db, { board: text }, sql`select board from bot_boards`)).map(
    ({ board }) => board,
  );

/** Opens a campaign from the menu. @returns the message that shows it from now on */
async function open(list: string, id: number): Promise<Shown> {
  await admin.ask('/menu');
  await admin.press(list);
  await admin.press(`№ ${id}`);
  return shown();
}

/** Lets a minute pass in which one message may leave, and the board be looked at. */
async function minute(): Promise<Shown> {
  await stage.advance(60);
  await stage.advance(3);
  return shown();
}

async function campaign(): Promise<{ id: number; audience: Audience }> {
  const audience = await stage.audience(3);
  const script_id = await campaigns.script('Здравствуйте! Мы открылись');
  const id = await campaigns.draft(audience, { script_id });
  await forgetLaunches(stage);
  return { id, audience };
}

describe('the progress of a campaign', () => {
  test('is one message from the start to the end, changed only when there is news', async () => {
    const { id, audience } = await campaign();
    const { id: message } = await open('📣 Рассылки', id);
    await admin.press('🚀 Запустить');
    const count = (await admin.all()).length;
    const told = new Set<string>();
    for (let n = 0; n < 5; n++) told.add((await minute()).text);
    expect([...told].join('\n')).toContain('3 из 3');
    expect(told.size).toBeGreaterThan(1);

    const before = await shown();
    for (let n = 0; n < 3; n++) await minute();
    expect(await shown(), 'nothing new, nothing changed').toEqual(before);

    for (const person of audience.people) await stage.write(person, account, 'Стоп');
    // whether a campaign is over is looked at every ten minutes
    await stage.advance(600);
    await minute();
    const end = await shown();
    expect(end).toMatchObject({ id: message, labels: ['Что вышло', '‹ Назад'] });
    expect(end.text).toContain('Завершена');
    expect(end.text).toContain('отказались 3');
    expect(await boards()).toEqual([]);
    expect(await admin.all()).toHaveLength(count);
  });

  test('has a button that stops it', async () => {
    const { id, audience } = await campaign();
    const { id: message } = await open('📣 Рассылки', id);
    await admin.press('🚀 Запустить');
    await minute();
    await admin.press('⏹ Остановить');
    expect(await boards(), 'a question is no board').toEqual([]);
    await minute();
    expect((await shown()).text).toContain('насовсем?');
    expect((await admin.press('Да, остановить')).text).toContain('Завершена');
    const left = await Promise.all(audience.people.map((p) => stage.textsTo(p.telegramId)));
    for (let n = 0; n < 3; n++) await minute();
    expect(await Promise.all(audience.people.map((p) => stage.textsTo(p.telegramId)))).toEqual(
      left,
    );
    expect((await shown()).id).toBe(message);
    expect(await boards()).toEqual([]);
  });
});

test('the progress of invites counts who was added, in place, and is stopped by its button', async () => {
  const chat = await makeChat(stage.control, { creator: account.telegramId, title: 'Читатели' });
  const audience = await stage.audience(3);
  await forgetLaunches(stage);
  await admin.ask('/menu');
  await admin.press('📨 Приглашения');
  await admin.press('➕ Позвать людей в чат');
  await admin.press('Читатели');
  await admin.press('Добавить');
  const { body } = await stage.server.api.get('/audiences');
  await admin.press(body.audiences.find((a: { id: number }) => a.id === audience.id).name);
  await admin.ask('Ждём вас');
  await admin.press('Дальше ›');
  await admin.press('Дальше ›');
  await admin.press('Отвечаем сами');
  const { id: message } = await admin.press('🚀 Запустить');
  const count = (await admin.all()).length;
  await minute();
  await minute();
  expect((await shown()).text).toMatch(/Добавлено [12]/);
  await admin.press('⏹ Остановить');
  await admin.press('Да, остановить');
  const members = async () =>
    (await stage.control.get<{ members: unknown[] }>(`/chats/${chat.id}/members`)).members.length;
  const were = await members();
  for (let n = 0; n < 3; n++) await minute();
  expect(await members()).toBe(were);
  expect(await shown()).toMatchObject({ id: message, text: expect.stringContaining('Завершена') });
  expect(await admin.all()).toHaveLength(count);
  expect(await boards()).toEqual([]);
});

describe('the progress of a collection', () => {
  /** @returns the message that shows it */
  async function collect(title: string): Promise<Shown> {
    await makeChat(stage.control, {
      creator: account.telegramId,
      members: await makePeople(stage.control, 5),
      title,
    });
    await admin.ask('/audiences');
    await admin.press('💬 Собрать из чата');
    await admin.press(account.key);
    await admin.press('🔄 Обновить').catch(() => undefined);
    await admin.press(`${title} · 6`);
    await admin.press('Так же, как чат');
    await stage.control.post(`/users/${adminId}/press`, {
      message: (await shown()).id,
      text: 'Это наши клиенты',
      waitMs: 20_000,
    });
    return shown();
  }

  test('is one message until all are there', async () => {
    const begun = await collect('Покупатели');
    const count = (await admin.all()).length;
    for (let n = 0; n < 3; n++) await stage.advance(3);
    const end = await shown();
    expect(end.id).toBe(begun.id);
    expect(end.text).toContain('готово');
    expect(end.text).toContain('Новых: 5');
    expect(end.labels).toContain('👥 Открыть аудиторию');
    expect(await boards()).toEqual([]);
    expect(await admin.all()).toHaveLength(count);
  });

  test('tells why it waits, and is stopped by its button', async () => {
    await stage.control.post('/faults', {
      error: 'FLOOD_WAIT_300',
      method: 'channels.getParticipants',
      userId: account.telegramId,
    });
    const begun = await collect('Гости');
    await stage.advance(3);
    await stage.advance(3);
    expect(await shown()).toMatchObject({ id: begun.id, text: expect.stringMatching(/ждёт/i) });
    expect((await admin.press('✖️ Остановить')).text).toContain('остановлено');
    await stage.control.delete('/faults');
    for (let n = 0; n < 3; n++) await stage.advance(300);
    expect(await shown()).toMatchObject({
      id: begun.id,
      text: expect.stringContaining('остановлено'),
    });
    expect(await boards()).toEqual([]);
  });
});
