import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { type Campaigns, campaignsOf, forgetLaunches } from '../support/campaigns.ts';
import { type Audience, type Person, type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let campaigns: Campaigns;
let bot: TestBot;
let adminId: number;
let admin: BotChat;
let account: TestAccount;
let chat: { id: number };
let audience: Audience;

beforeAll(async () => {
  stage = await startStage(async (control) => {
    await control.patch('/bots/limits', { enabled: false });
    bot = await makeBot(control, 'team_bot');
    adminId = await control.makeUser({ firstName: 'Vera', language: 'ru' });
    return {
      BOT_TOKEN: bot.token,
      ADMIN_TELEGRAM_ID: String(adminId),
      MAX_DAILY_ACTIVE: '1000',
    };
  });
  campaigns = campaignsOf(stage);
  account = await stage.account();
  chat = await stage.control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Весенние читатели',
    creator: account.telegramId,
  });
  admin = openBotChat(stage.control, bot, adminId);
  await stage.control.post(`/users/${adminId}/start`, { bot: bot.id });
  await admin.next();
});
afterAll(() => stage?.stop());

const nameOf = async ({ id }: Audience) => {
  const { body } = await stage.server.api.get('/audiences');
  return body.audiences.find((a: { id: number }) => a.id === id).name as string;
};

/** The labels of the buttons under a message. */
const buttonsOf = (message: Awaited<ReturnType<BotChat['next']>>) =>
  (message.replyMarkup?.inline_keyboard ?? []).flat().map((b) => b.text);

const latest = async () => {
  const { body } = await stage.server.api.get('/campaigns?limit=1');
  return body.campaigns[0];
};

test('the menu leads to campaigns and invites', async () => {
  const menu = await admin.ask('/menu');
  expect(buttonsOf(menu)).toEqual(expect.arrayContaining(['📣 Рассылки', '📨 Приглашения']));
  expect((await admin.press('📣 Рассылки')).text).toContain('Рассылок пока нет');
});

describe('a campaign made in the chat', () => {
  test('is begun by audience, text, accounts and role, across a restart, and told as it goes', async () => {
    audience = await stage.audience(2);
    const [one] = audience.people as [Person, Person];
    await admin.ask('/menu');
    await admin.press('📣 Рассылки');
    expect((await admin.press('➕ Новая рассылка')).text).toContain('Кому пишем?');
    expect((await admin.ask('всем')).text).toContain('выбрать кнопкой');
    await admin.ask('/menu');
    await admin.press('📣 Рассылки');
    await admin.press('➕ Новая рассылка');
    expect((await admin.press(await nameOf(audience))).text).toContain('Пришлите текст');
    expect((await admin.ask('Добрый день, {{ first_name | default: "друг" }}!')).text).toContain(
      'Добрый день, Анна!',
    );
    await stage.restart();
    expect((await admin.press('Дальше ›')).text).toContain('С каких аккаунтов?');
    const chosen = await admin.press(`${account.key} ${await accountName()}`);
    expect(chosen.text).toContain('Выбрано 1 из 1');
    expect((await admin.press('Дальше ›')).text).toContain('Кто отвечает');
    const summary = await admin.press('Отвечаем сами');
    expect(summary.text).toMatch(/Получат 2 человека[\s\S]*за 1 день/);
    expect(await latest()).toMatchObject({ status: 'draft', accounts: [account.key] });

    expect((await admin.press('‹ Назад')).text).toContain('Кто отвечает');
    await admin.press('Отвечаем сами');
    expect((await stage.server.api.get('/campaigns')).body.campaigns).toHaveLength(1);
    const begun = await admin.press('🚀 Запустить');
    expect(begun.text).toContain('Идёт');
    await stage.settle();
    await stage.advance(60);
    expect(await stage.textsTo(one.telegramId)).toEqual(['Добрый день, Anna!']);
  });

  test('is paused, resumed and, once it is said twice, stopped', async () => {
    const { id } = await latest();
    await admin.ask('/menu');
    expect((await admin.press('📣 Рассылки')).text).toContain('2 из 2');
    await admin.press(`№ ${id}`);
    expect((await admin.press('⏸ Пауза')).text).toContain('На паузе');
    expect((await admin.press('▶️ Продолжить')).text).toContain('Идёт');
    expect((await admin.press('Что вышло')).text).toContain('отправлено 2');
    await admin.press('‹ Назад');
    expect((await admin.press('⏹ Остановить')).text).toContain('насовсем?');
    expect((await latest()).status).toBe('running');
    expect((await admin.press('Да, остановить')).text).toContain('Завершена');
  });

  test('waits for the pause between launches, and says so', async () => {
    const id = await campaigns.draft(await stage.audience(1), {
      script_id: await campaigns.script('Hello'),
    });
    await admin.ask('/menu');
    await admin.press('📣 Рассылки');
    await admin.press(`№ ${id}`);
    const before = (await admin.all()).length;
    await admin.press('🚀 Запустить').catch(() => undefined);
    const said = (await admin.all()).slice(before - 1).map((m) => m.text);
    expect(said.join()).toMatch(/пауза|Черновик/);
    expect(await latest()).toMatchObject({ id, status: 'draft' });
  });

  test('a text with a mistake is told of, and may be sent again', async () => {
    await admin.ask('/menu');
    await admin.press('📣 Рассылки');
    await admin.press('➕ Новая рассылка');
    await admin.press(await nameOf(audience));
    await admin.ask('Привет, {{ first_nam }}');
    await admin.press('Дальше ›');
    await admin.press('Дальше ›');
    const count = (await stage.server.api.get('/campaigns')).body.campaigns.length;
    await admin.press('Отвечаем сами');
    expect((await stage.server.api.get('/campaigns')).body.campaigns).toHaveLength(count);
  });
});

test('buttons of an earlier wizard answer politely', async () => {
  await admin.ask('/menu');
  await admin.press('📣 Рассылки');
  const old = await admin.press('➕ Новая рассылка');
  await admin.ask('/menu');
  const answer = await stage.control.post<{ answer: { text: string } }>(`/users/${adminId}/press`, {
    message: old.id,
    text: await nameOf(audience),
    waitMs: 20_000,
  });
  const said = `${JSON.stringify(answer)} ${(await admin.all()).map((m) => m.text).join()}`;
  expect(said).toContain('устарела');
});

test('people are invited into a chat that an account administers', async () => {
  await campaigns.endAll();
  await forgetLaunches(stage);
  const invited = await stage.audience(1);
  const [person] = invited.people as [Person];
  // What was answered to the old button may come in between.
  await admin.say('/menu');
  await stage.until('the menu to open', async () => {
    const last = (await admin.all()).at(-1);
    return last !== undefined && buttonsOf(last).includes('📨 Приглашения');
  });
  expect((await admin.press('📨 Приглашения')).text).toContain('Приглашений пока нет');
  expect((await admin.press('➕ Позвать людей в чат')).text).toContain('В какой чат');
  expect((await admin.press('Весенние читатели')).text).toContain('Как зовём?');
  expect((await admin.press('Добавить')).text).toContain('Кого зовём?');
  expect((await admin.press(await nameOf(invited))).text).toContain('Добавим молча');
  expect((await admin.ask('Ждём вас')).text).toContain('Ждём вас');
  expect((await admin.press('Дальше ›')).text).toContain('Выбрано 1 из 1');
  await admin.press('Дальше ›');
  expect((await admin.press('Отвечаем сами')).text).toContain('Получат 1 человек');
  expect((await admin.press('🚀 Запустить')).text).toContain('В чат «Весенние читатели»');
  await stage.settle();
  await stage.advance(60);
  const { members } = await stage.control.get<{ members: { userId: number }[] }>(
    `/chats/${chat.id}/members`,
  );
  expect(members.map((m) => m.userId)).toContain(person.telegramId);
});

async function accountName(): Promise<string> {
  return (await stage.server.api.get(`/accounts/${account.key}`)).body.account.name;
}
