import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { json, selectRows, text } from '../../server/base/db/rows.ts';
import { takePayment } from '../../server/features/subscriptions/extend-subscription.ts';
import { newPhone } from '../support/accounts.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { sessionFile } from '../support/upload-sessions.ts';

const DAY_MS = 86_400_000;

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'sales bot' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'sales_bot');
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  const added = await server.api.post('/bots', { token: bot.token, features: ['sales'] });
  expect(added.status).toBe(201);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

type Customer = { id: number; chat: BotChat };

async function customer(firstName: string): Promise<Customer> {
  const id = await control.makeUser({ firstName, language: 'ru' });
  const chat = openBotChat(control, bot, id);
  await control.post(`/users/${id}/start`, { bot: bot.id });
  expect((await chat.next()).text).toContain(firstName);
  return { id, chat };
}

const customers = async () => (await server.api.get('/customers')).body.customers;
const customerNamed = async (name: string) =>
  (await customers()).find((one: { name: string }) => one.name === name);
const labels = ({ replyMarkup }: { replyMarkup: BotMarkup }) =>
  replyMarkup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];
type BotMarkup = Awaited<ReturnType<BotChat['next']>>['replyMarkup'];

/** Buys a plan: the menu, the invoice, Telegram's own payment. */
async function pay({ id, chat }: Customer, plan: string) {
  await chat.ask('/plan');
  const before = (await chat.all()).at(-1)?.id ?? 0;
  await control.post(`/users/${id}/press`, { message: before, text: plan, waitMs: 20_000 });
  const invoice = await chat.next();
  const outcome = await control.post<{ outcome: string; reason: string | null; chargeId: string }>(
    `/users/${id}/pay`,
    { message: invoice.id, waitMs: 20_000 },
  );
  return { ...outcome, invoice };
}

describe('somebody who starts the sales bot', () => {
  test('gets a workspace of their own with the trial, once', async () => {
    const anna = await customer('Анна');
    const before = await customerNamed('Анна');
    expect(before).toMatchObject({ plan: 'trial', is_over: false, paid_stars: 0 });
    const days = (Date.parse(before.ends_at) - Date.parse(before.started_at)) / DAY_MS;
    expect(days).toBe(7);
    await anna.chat.ask('/start');
    const same = (await customers()).filter((one: { name: string }) => one.name === 'Анна');
    expect(same).toEqual([before]);
  });

  test('is shown a menu, and every way leads back to it', async () => {
    const boris = await customer('Борис');
    const menu = await boris.chat.ask('/menu');
    expect(labels(menu)).toContain('⭐ Подписка');
    const plan = await boris.chat.press('⭐ Подписка');
    expect(plan.text).toContain('Пробный');
    expect(plan.text).toContain('5 000'.replace(' ', '\u00a0'));
    expect(plan.id).toBe(menu.id);
    expect(labels(await boris.chat.press('‹ Меню'))).toEqual(labels(menu));
  });

  test('who writes without having started is told how to', async () => {
    const id = await control.makeUser({ firstName: 'Silent', language: 'en' });
    const chat = openBotChat(control, bot, id);
    expect((await chat.ask('hello')).text).toContain('/start');
    expect(await customerNamed('Silent')).toBeUndefined();
  });

  test('/stop stops what we write to them, and leaves their workspace alone', async () => {
    const vera = await customer('Вера');
    expect((await vera.chat.ask('/stop')).text).toContain('больше не пишем');
    const { body } = await server.api.get(`/contacts?search=${encodeURIComponent('Вера')}`);
    expect(body.contacts[0].opted_out_at).not.toBeNull();
    expect((await vera.chat.ask('/plan')).text).toContain('Пробный');
    expect((await vera.chat.ask('/settings')).text).toContain('просили');
    expect((await vera.chat.press('Снова получать сообщения')).text).toContain('Рады');
  });
});

describe('a plan', () => {
  test('is paid for in Stars, and adds to the running term', async () => {
    const gleb = await customer('Глеб');
    await control.post(`/users/${gleb.id}/stars`, { add: 10_000 });
    const trial = await customerNamed('Глеб');
    const paid = await pay(gleb, 'Месяц — 1500 звёзд');
    expect(paid.outcome).toBe('paid');
    expect((await gleb.chat.next()).text).toContain('Оплата получена');
    const after = await customerNamed('Глеб');
    expect(after).toMatchObject({ plan: 'month', paid_stars: 1_500 });
    const gained = (Date.parse(after.ends_at) - Date.parse(trial.ends_at)) / DAY_MS;
    expect(gained).toBeCloseTo(30, 5);
    expect(await pay(gleb, 'Месяц — 1500 звёзд')).toMatchObject({ outcome: 'paid' });
    await gleb.chat.next();
    const twice = await customerNamed('Глеб');
    expect((Date.parse(twice.ends_at) - Date.parse(after.ends_at)) / DAY_MS).toBeCloseTo(30, 5);
  });

  test('whose charge is told of twice counts once', async () => {
    await customer('Инна');
    const { id, bot_id, ends_at } = await customerNamed('Инна');
    const actor = { kind: 'system' as const };
    const caller = { workspaceId: id, actor, language: 'ru' as const };
    const charge = { chargeId: 'one charge', botId: bot_id, payerId: 1 };
    const payment = { words: 'month', stars: 1_500, ...charge };
    const told = [
      await takePayment(server.app, caller, payment),
      await takePayment(server.app, caller, payment),
    ].map(({ endsAt }) => (endsAt.getTime() - Date.parse(ends_at)) / DAY_MS);
    expect(told).toEqual([expect.closeTo(30, 5), expect.closeTo(30, 5)]);
    expect(await customerNamed('Инна')).toMatchObject({ paid_stars: 1_500 });
  });

  test('whose price has changed since the invoice takes no money', async () => {
    const dina = await customer('Дина');
    await control.post(`/users/${dina.id}/stars`, { add: 50_000 });
    await dina.chat.ask('/plan');
    const message = (await dina.chat.all()).at(-1)?.id ?? 0;
    const year = { message, text: 'Год — 12000 звёзд', waitMs: 20_000 };
    await control.post(`/users/${dina.id}/press`, year);
    const invoice = await dina.chat.next();
    const { body } = await server.api.get('/plans');
    const { code, ...plan } = body.plans.find((one: { code: string }) => one.code === 'year');
    await server.api.put(`/plans/${code}`, { ...plan, stars: 13_000 });
    expect(
      await control.post(`/users/${dina.id}/pay`, { message: invoice.id, waitMs: 20_000 }),
    ).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('Цена изменилась') });
    expect(await customerNamed('Дина')).toMatchObject({ plan: 'trial', paid_stars: 0 });
    await server.api.put(`/plans/${code}`, plan);
  });

  test.each([
    ['trial', { stars: 5 }],
    ['month', { stars: 0 }],
    ['month', { days: 0 }],
    ['month', { max_audience: -1 }],
  ])('%s with %o is refused', async (code, change) => {
    const { body } = await server.api.get('/plans');
    const { code: _, ...plan } = body.plans.find((one: { code: string }) => one.code === code);
    expect((await server.api.put(`/plans/${code}`, { ...plan, ...change })).status).toBe(400);
  });
});

describe('the end of a term', () => {
  test('is told before, stops what would begin, and days given by the seller end it', async () => {
    const egor = await customer('Егор');
    const silent = await customer('Жанна');
    await silent.chat.ask('/stop');
    const { id } = await customerNamed('Егор');
    const told = async () =>
      (
        await selectRows(
          server.app.db,
          { type: text, data: json<{ days_left?: number }>() },
          sql`select type, data from events where workspace_id = ${id} order by id`,
        )
      ).map(({ type, data }) => `${type} ${data.days_left ?? ''}`.trim());
    const pass = async (days: number) => {
      server.clock.advance(days * DAY_MS);
      await server.drain();
      // what is told gathers for some seconds, and then waits to be said
      server.clock.advance(10_000);
      await server.drain();
      server.clock.advance(10_000);
      await server.drain();
    };
    await pass(4.5);
    await pass(2);
    await pass(1);
    expect((await told()).filter((type) => type.startsWith('subscription'))).toEqual([
      'subscription.started',
      'subscription.ending 3',
      'subscription.ending 1',
      'subscription.ended',
    ]);
    const toldInBot = async (who: Customer) =>
      (await openBotChat(control, bot, who.id, true).all())
        .map(({ text: words }) => words)
        .filter((words) => words.startsWith('⭐'));
    expect(await toldInBot(egor)).toEqual([
      expect.stringContaining('через 3 дня'),
      expect.stringContaining('через 1 день'),
      expect.stringContaining('Закончилась'),
    ]);
    expect(await toldInBot(silent), 'who said stop is told nothing').toEqual([]);
    expect((await egor.chat.ask('/plan')).text).toContain('закончился');
    expect((await egor.chat.ask('/add_account +79990000001')).text).toContain(
      'Подписка закончилась',
    );
    expect((await server.api.post(`/customers/${id}/days`, { days: 10 })).status).toBe(200);
    expect((await egor.chat.ask('/plan')).text).toContain('ещё 10 дней');
  });

  test('of a customer of somebody else’s cannot be moved', async () => {
    expect((await server.api.post('/customers/1/days', { days: 10 })).status).toBe(404);
    expect((await server.api.post('/customers/999999/days', { days: 10 })).status).toBe(404);
  });
});

describe('in their own workspace a customer', () => {
  const spaced = (code: string) => [...code].join('-');
  let olga: Customer;

  beforeAll(async () => {
    olga = await customer('Ольга');
  });

  const sendFile = (bytes: Uint8Array, filename: string) =>
    control.post<{ id: number }>(`/users/${olga.id}/messages`, {
      to: bot.id,
      media: { type: 'document', filename, base64: Buffer.from(bytes).toString('base64') },
    });
  const isInChat = async (id: number) => {
    const { messages } = await control.get<{ messages: { id: number; deleted: boolean }[] }>(
      `/messages?from=${olga.id}&to=${bot.id}&limit=1000`,
    );
    return messages.some((message) => message.id === id && !message.deleted);
  };

  test('adds an account by its number, from the menu', async () => {
    const phone = newPhone();
    await control.makeUser({ firstName: 'First', phone });
    await olga.chat.ask('/menu');
    await olga.chat.press('👤 Аккаунты');
    expect((await olga.chat.press('➕ По номеру')).text).toContain('Какой номер');
    expect((await olga.chat.ask(phone)).text).toContain('1-2-3-4-5');
    const { code } = await control.get<{ code: string }>(
      `/codes?phone=${encodeURIComponent(phone)}`,
    );
    expect((await olga.chat.ask(spaced(code))).text).toContain('acc_1');
  });

  test('adds one from a file, which leaves the chat', async () => {
    const telegramId = await control.makeUser({ firstName: 'Second', phone: newPhone() });
    await olga.chat.ask('/menu');
    await olga.chat.press('👤 Аккаунты');
    await olga.chat.press('📎 Файлом');
    expect((await olga.chat.ask('вот')).text).toContain('не файл');
    const wrong = await sendFile(Buffer.from('nothing of the kind'), 'notes.session');
    expect((await olga.chat.next()).text).not.toContain('Добавлено');
    expect(await isInChat(wrong.id)).toBe(false);
    const bytes = await sessionFile(control, telegramId, { format: 'telethon-file' });
    const right = await sendFile(bytes, 'second.session');
    expect((await olga.chat.next()).text).toContain('Добавлено: acc_2');
    expect(await isInChat(right.id)).toBe(false);
  });

  test('gets no more accounts than the plan has', async () => {
    expect((await olga.chat.ask('/add_account +79990000077')).text).toContain('не больше 2');
  });

  test('deletes an account with its session', async () => {
    await olga.chat.ask('/menu');
    await olga.chat.press('👤 Аккаунты');
    await olga.chat.press('acc_2');
    expect((await olga.chat.press('⏸ Отключить')).text).toContain('отключён');
    expect(labels(await olga.chat.press('▶️ Включить'))).toContain('⏸ Отключить');
    expect((await olga.chat.press('🗑 Удалить')).text).toContain('Second');
    const done = await olga.chat.press('Да, удалить с сессией');
    expect(done.text).toContain('сессия стёрта');
    expect((await olga.chat.press('‹ Назад')).text).not.toContain('acc_2');
    const { id } = await customerNamed('Ольга');
    const [row] = await selectRows(
      server.app.db,
      { rest: json<unknown>() },
      sql`select to_jsonb(array[session is null, session_file is null]) as rest
          from accounts where workspace_id = ${id} and number = 2`,
    );
    expect(row?.rest).toEqual([true, true]);
  });

  test('makes an AI role and gives it to an account', async () => {
    await olga.chat.ask('/menu');
    await olga.chat.press('🤖 ИИ-роли');
    await olga.chat.press('➕ Новая роль');
    await olga.chat.ask('Флорист');
    const made = await olga.chat.ask(
      'Отвечаешь покупателям цветочного магазина, вежливо и кратко.',
    );
    expect(made.text).toContain('Флорист');
    const [off = ''] = labels(made);
    expect(off).toMatch(/^▫️ acc_1/);
    expect(labels(await olga.chat.press(off))[0]).toMatch(/^✅ acc_1/);
    await olga.chat.press('‹ Назад');
    expect((await olga.chat.press('🔁 Как отвечает')).text).toContain('не отвечает');
    await olga.chat.press('🗑 Удалить');
    expect((await olga.chat.press('Да, удалить')).text).toContain('удалена');
  });

  test('finds what they did in the log, and nothing of others', async () => {
    await server.drain();
    const log = await olga.chat.ask('/audit');
    expect(log.text).toContain('Ольга: ');
    expect(log.text).not.toContain('Анна');
    const { entries } = (await server.api.get('/audit?action=customer.added')).body;
    expect(entries.map((e: { actor_name: string }) => e.actor_name)).toContain('Ольга (customer)');
    await control.post(`/users/${olga.id}/press`, {
      message: log.id,
      text: '📥 Выгрузить CSV',
      waitMs: 20_000,
    });
    expect((await olga.chat.next()).media?.filename).toBe('audit.csv');
  });
});

describe('without TG_API_ID and TG_API_HASH', () => {
  const SEED =
    'Ошибка конфигурации: TG_API_ID и TG_API_HASH должны быть заданы в .env. Обратитесь к администратору.';
  let nina: Customer;

  beforeAll(async () => {
    nina = await customer('Нина');
    Object.assign(server.app.ports.telegramAccounts, { configured: false });
  });
  afterAll(() => {
    Object.assign(server.app.ports.telegramAccounts, { configured: true });
  });

  test.each(['/add_account', '/warmup', '/start @somebody_else'])(
    '%s says what is missing',
    async (command) => {
      expect((await nina.chat.ask(command)).text).toBe(SEED);
    },
  );

  test.each([
    ['📣 Рассылки', '➕ Новая рассылка'],
    ['📨 Приглашения', '➕ Позвать людей в чат'],
    ['🔥 Прогрев'],
    ['👥 Аудитории', '💬 Собрать из чата'],
  ])('%s %s says it before anything begins', async (...buttons) => {
    await nina.chat.ask('/menu');
    const count = (await nina.chat.all()).length;
    for (const button of buttons) await nina.chat.press(button);
    const refusal = await waitFor('the refusal', async () => (await nina.chat.all())[count]);
    expect(refusal.text).toBe(SEED);
    // and there is a way back
    expect(labels(refusal)).toEqual(['‹ Меню']);
  });

  test.each([
    ['/list_accounts', 'Аккаунтов пока нет'],
    ['/disable_account +79990000000', 'Аккаунта с таким номером нет'],
    ['/pause', 'ни одна кампания не идёт'],
    ['/resume', 'На паузе ничего нет'],
    ['/list', 'ни один диалог не идёт'],
  ])('%s works all the same: what is there may be seen and stopped', async (command, words) => {
    const { text } = await nina.chat.ask(command);
    expect(text).not.toBe(SEED);
    expect(text).toContain(words);
  });

  test('the subscription may still be looked at and paid for', async () => {
    expect((await nina.chat.ask('/plan')).text).toContain('Пробный');
  });
});
