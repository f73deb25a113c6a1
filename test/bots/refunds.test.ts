import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import type { Database } from '../../server/base/db/database.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { openTestDatabase } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const MONTH = 'Месяц — 1500 звёзд';
const YEAR = 'Год — 12000 звёзд';

let box: Emulator;
let control: ControlClient;
let database: Database;
let server: TestServer;
let bot: TestBot;

const start = () => startTestServer({ TELEGRAM_EMULATOR: box.control }, { database });

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'refunds' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'selling_bot');
  database = await openTestDatabase();
  server = await start();
  const added = await server.api.post('/bots', { token: bot.token, features: ['sales'] });
  expect(added.status).toBe(201);
});
afterAll(async () => {
  await server?.stop();
  await database?.close();
  await box?.stop();
});

type Customer = { id: number; name: string; chat: BotChat };

async function customer(name: string): Promise<Customer> {
  const id = await control.makeUser({ firstName: name, language: 'ru' });
  await control.post(`/users/${id}/stars`, { add: 20_000 });
  const chat = openBotChat(control, bot, id);
  await control.post(`/users/${id}/start`, { bot: bot.id });
  expect((await chat.next()).text).toContain(name);
  return { id, name, chat };
}

const stars = async (id: number) =>
  (await control.get<{ balance: number }>(`/users/${id}/stars`)).balance;
const termOf = async ({ name }: Customer) =>
  (await server.api.get('/customers')).body.customers.find(
    (one: { name: string }) => one.name === name,
  );
const endOf = async (who: Customer) => Date.parse((await termOf(who)).ends_at);
const paymentOf = async ({ name }: Customer) =>
  (await server.api.get('/payments')).body.payments.find(
    ({ customer: { name: whose } }: { customer: { name: string } }) => whose === name,
  );
const refund = (id: number) => server.api.post(`/payments/${id}/refund`);

/** @returns the payment as the console lists it, with Telegram's number of it */
async function pay(who: Customer, plan: string) {
  await who.chat.ask('/plan');
  const message = (await who.chat.all()).at(-1)?.id ?? 0;
  await control.post(`/users/${who.id}/press`, { message, text: plan, waitMs: 20_000 });
  const invoice = await who.chat.next();
  const { chargeId, outcome } = await control.post<{ outcome: string; chargeId: string }>(
    `/users/${who.id}/pay`,
    { message: invoice.id, waitMs: 20_000 },
  );
  expect(outcome).toBe('paid');
  expect((await who.chat.next()).text).toContain('Оплата получена');
  return { ...(await paymentOf(who)), chargeId };
}

/** What somebody with the bot's token does past the platform. */
async function refundOutside(who: Customer, chargeId: string): Promise<void> {
  const answer = await fetch(`${box.botApi}/bot${bot.token}/refundStarPayment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: who.id, telegram_payment_charge_id: chargeId }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

const eventsOf = async (paymentId: number) =>
  (await server.api.get('/events?limit=200')).body.events
    .filter(({ data }: { data: { payment_id?: number } }) => data.payment_id === paymentId)
    .map(({ type }: { type: string }) => type)
    .sort();

describe('a payment that is given back', () => {
  test('takes back exactly the days it added, once, and the customer is told', async () => {
    const anna = await customer('Анна');
    const before = await endOf(anna);
    const payment = await pay(anna, MONTH);
    expect(payment).toMatchObject({ plan: 'month', days: 30, stars: 1_500, refund: null });
    expect(await stars(anna.id)).toBe(18_500);
    const [one, other] = await Promise.all([refund(payment.id), refund(payment.id)]);
    expect([one.status, other.status].filter((status) => status === 200)).not.toEqual([]);
    expect(await stars(anna.id)).toBe(20_000);
    expect(await termOf(anna)).toMatchObject({ plan: 'trial', paid_stars: 0, is_over: false });
    expect(await endOf(anna)).toBe(before);
    expect(await paymentOf(anna)).toMatchObject({ refund: 'refunded', refund_problem: null });
    expect((await refund(payment.id)).body.error).toBe('conflict');
    expect(await eventsOf(payment.id)).toEqual(['payment.refund_asked', 'payment.refunded']);
    await server.drain();
    server.clock.advance(10_000);
    await server.drain();
    const heard = openBotChat(control, bot, anna.id, true);
    const told = await waitFor('the customer to be told', async () =>
      (await heard.all()).find(({ text }) => text.includes('вернули 1500 звёзд')),
    );
    expect(told.text).toContain('Подписка действует до');
    const audit = (await server.api.get('/audit')).body.entries;
    expect(JSON.stringify(audit)).toContain('payment.refund_asked');
  });

  test('leaves the plan of the payment that stays', async () => {
    const boris = await customer('Борис');
    await pay(boris, MONTH);
    const before = await endOf(boris);
    const year = await pay(boris, YEAR);
    expect(await termOf(boris)).toMatchObject({ plan: 'year' });
    expect((await refund(year.id)).status).toBe(200);
    expect(await termOf(boris)).toMatchObject({ plan: 'month', paid_stars: 1_500 });
    // the clock went on for a moment between the two
    expect(Math.abs((await endOf(boris)) - before)).toBeLessThan(60 * 60_000);
  });

  test('outside the platform counts the same', async () => {
    const gleb = await customer('Глеб');
    const before = await endOf(gleb);
    const payment = await pay(gleb, MONTH);
    await refundOutside(gleb, payment.chargeId);
    await waitFor(
      'the refund to be noted',
      async () => ((await paymentOf(gleb)).refund === 'refunded' ? true : undefined),
      20_000,
    );
    expect(await endOf(gleb)).toBe(before);
    expect((await refund(payment.id)).status).toBe(409);
    expect(await eventsOf(payment.id)).toEqual(['payment.refunded']);
  });

  test('just before a crash is given back once, and known of after the restart', async () => {
    const dina = await customer('Дина');
    const before = await endOf(dina);
    const payment = await pay(dina, MONTH);
    await server.stop();
    await database.db.execute(sql`
      update payments set refund_state = 'refunding', refund_due_at = '2020-01-01T00:00:00Z'
      where id = ${payment.id}`);
    // so that Telegram tells the bot nothing of it
    await control.patch(`/users/${dina.id}`, { blocks: [bot.id] });
    await refundOutside(dina, payment.chargeId);
    server = await start();
    await waitFor(
      'the refund to be settled',
      async () => ((await paymentOf(dina)).refund === 'refunded' ? true : undefined),
      20_000,
    );
    expect(await stars(dina.id)).toBe(20_000);
    expect(await endOf(dina)).toBe(before);
  });

  test('ends the term as its end does when nothing is left of it', async () => {
    const vera = await customer('Вера');
    const payment = await pay(vera, MONTH);
    // twenty days later ten of the thirty are left
    const { id } = await termOf(vera);
    await database.db.execute(sql`
      update subscriptions set ends_at = ends_at - interval '27 days' where workspace_id = ${id}`);
    expect((await refund(payment.id)).status).toBe(200);
    expect(await termOf(vera)).toMatchObject({ plan: 'trial', is_over: true });
    server.clock.advance(10 * 60_000);
    await server.drain();
    expect((await vera.chat.ask('/plan')).text).toContain('закончился');
    expect((await vera.chat.ask('/add_account +79990000001')).text).toContain('закончилась');
  });
});

describe('a payment is not given back', () => {
  test('when Telegram refuses: the days stay, and it may be asked for again', async () => {
    const egor = await customer('Егор');
    const payment = await pay(egor, MONTH);
    const paidUntil = await endOf(egor);
    const had = await stars(bot.id);
    await control.post(`/users/${bot.id}/stars`, { add: -had });
    const refused = await refund(payment.id);
    expect(refused.status).toBe(409);
    expect(refused.body.message).toContain('too few Stars');
    expect(await paymentOf(egor)).toMatchObject({
      refund: 'refused',
      refund_problem: 'BALANCE_TOO_LOW',
    });
    expect(await endOf(egor)).toBe(paidUntil);
    await control.post(`/users/${bot.id}/stars`, { add: had });
    expect((await refund(payment.id)).body.payment).toMatchObject({ refund: 'refunded' });
    expect(await endOf(egor)).toBe(paidUntil - 30 * DAY_MS);
  });

  test('when it is none of ours', async () => {
    expect((await refund(999_999)).status).toBe(404);
    expect((await server.api.post('/payments/x/refund')).status).toBe(400);
  });

  test('when Telegram knows of no such charge', async () => {
    const zoya = await customer('Зоя');
    const payment = await pay(zoya, MONTH);
    await database.db.execute(sql`
      update payments set charge_id = 'none of Telegram''s' where id = ${payment.id}`);
    const answer = await refund(payment.id);
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('CHARGE_NOT_FOUND');
    expect(await paymentOf(zoya)).toMatchObject({ refund: 'refused' });
    // a refund of a charge that nobody here knows changes nothing either
    await refundOutside(zoya, payment.chargeId);
    await server.drain();
    expect(await termOf(zoya)).toMatchObject({ plan: 'month' });
  });

  test('by an admin', async () => {
    const made = await server.api.post('/api-keys', { name: 'admin', role: 'admin' });
    const admin = server.api.as(made.body.token);
    expect((await admin.get('/payments')).status).toBe(200);
    const { id } = (await admin.get('/payments')).body.payments[0];
    expect((await admin.post(`/payments/${id}/refund`)).status).toBe(403);
  });

  test('by a bot that is gone', async () => {
    const inna = await customer('Инна');
    const payment = await pay(inna, MONTH);
    const { id } = (await server.api.get('/bots')).body.bots[0];
    await server.api.patch(`/bots/${id}`, { enabled: false });
    const answer = await refund(payment.id);
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('not connected');
    await server.api.patch(`/bots/${id}`, { enabled: true });
  });
});
