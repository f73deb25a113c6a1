import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { startTeamBot, type TeamBot, type TestOperator } from '../support/team-bot.ts';

let team: TeamBot;
let vera: TestOperator;
let sales: TestBot;

beforeAll(async () => {
  team = await startTeamBot();
  vera = await team.operator('Vera', 'owner');
});
afterAll(() => team?.stop());

const labels = (message: Awaited<ReturnType<BotChat['next']>> | undefined) =>
  message?.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];

describe('notices of sales', () => {
  test('stand in the settings of nobody who neither sells nor was sold to', async () => {
    const shown = labels(await vera.chat.ask('/notifications')).join();
    expect(shown).toContain('Диалог ждёт человека');
    expect(shown).not.toContain('Подписка');
    expect(shown).not.toContain('Клиент спросил');
  });

  test('of questions stand in those of the seller, of the term in those of customers', async () => {
    sales = await makeBot(team.control, 'pay_sales_bot');
    await team.server.api.post('/bots', { token: sales.token, features: ['sales'] });
    const shown = labels(await vera.chat.ask('/notifications')).join();
    expect(shown).toContain('Клиент спросил об оплате');
    expect(shown).not.toContain('Подписка');
    const anna = await customer('Анна');
    const theirs = labels(await anna.chat.ask('/notifications')).join();
    expect(theirs).toContain('Подписка');
    expect(theirs).not.toContain('Клиент спросил');
  });
});

async function customer(firstName: string, language = 'ru') {
  const id = await team.control.makeUser({ firstName, language });
  const chat = openBotChat(team.control, sales, id, true);
  await team.control.post(`/users/${id}/start`, { bot: sales.id });
  await chat.next();
  return { id, chat };
}

/** What the bot of the team told Vera last. */
const toldToVera = async (words: string) => {
  await team.pass(4);
  await team.pass(1);
  return waitFor('Vera to be told', async () =>
    (await vera.chat.all()).findLast(({ text }) => text.includes(words)),
  );
};

describe('a sales bot', () => {
  test('shows the commands that Telegram asks for, and answers them to anybody', async () => {
    const id = await team.control.makeUser({ firstName: 'Eve', language: 'en' });
    const chat = openBotChat(team.control, sales, id);
    expect((await chat.ask('/paysupport')).text).toContain('cannot help');
    expect((await chat.ask('/terms')).text).toContain('Telegram Stars');
    expect((await chat.ask('/help')).text).toContain('/paysupport');
    const answer = await fetch(`${team.box.botApi}/bot${sales.token}/getMyCommands`);
    const { result } = (await answer.json()) as { result: { command: string }[] };
    expect(result.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['paysupport', 'terms']),
    );
  });

  test('passes a question on to the team, and the answer back', async () => {
    const boris = await customer('Борис');
    expect((await boris.chat.ask('/help')).text).toContain('/terms');
    expect((await boris.chat.ask('/paysupport')).text).toContain('следующим сообщением');
    expect((await boris.chat.ask('Заплатил <дважды>')).text).toContain('Передали');
    const told = await toldToVera('Заплатил <дважды>');
    expect(told.text).toContain('Борис');
    expect(labels(told)).toContain('Ответить: Борис');
    expect((await vera.chat.press('Ответить: Борис')).text).toContain('Напишите ответ');
    expect((await vera.chat.ask('Вернули одну из двух оплат')).text).toContain('уходит');
    await team.pass(1);
    expect((await boris.chat.next()).text).toMatch(/Ответ на ваш вопрос[\s\S]*Вернули одну/);
    const [question] = (await team.server.api.get('/customers/questions')).body.questions;
    expect(question).toMatchObject({
      customer: { name: 'Борис' },
      words: 'Заплатил <дважды>',
      answer: 'Вернули одну из двух оплат',
    });
    const again = await team.server.api.post(`/customers/questions/${question.id}/answer`, {
      answer: 'Ещё раз',
    });
    expect(again.status).toBe(409);
  });

  test('takes the question along with the command, and the answer from the console', async () => {
    const dina = await customer('Dina', 'en');
    expect((await dina.chat.ask('/paysupport Where is my year?')).text).toContain('with us');
    const [question] = (await team.server.api.get('/customers/questions')).body.questions;
    expect(question).toMatchObject({ words: 'Where is my year?', answer: null });
    const url = `/customers/questions/${question.id}/answer`;
    expect((await team.server.api.post(url, { answer: ' ' })).status).toBe(400);
    expect((await team.server.api.post(url, { answer: 'It is there now' })).status).toBe(200);
    await team.pass(1);
    expect((await dina.chat.next()).text).toContain('It is there now');
    expect(
      (await team.server.api.post('/customers/questions/99/answer', { answer: 'x' })).status,
    ).toBe(404);
  });

  test('tells the team when the customer asked not to be written to', async () => {
    const egor = await customer('Егор');
    await egor.chat.ask('/paysupport Где мои дни?');
    await egor.chat.ask('/stop');
    const [question] = (await team.server.api.get('/customers/questions')).body.questions;
    const url = `/customers/questions/${question.id}/answer`;
    const refused = await team.server.api.post(url, { answer: 'Вот они' });
    expect(refused.status).toBe(409);
    expect(refused.body.message).toContain('/stop');
  });

  test('forgets the questions of a person who is erased', async () => {
    const zoya = await customer('Зоя');
    await zoya.chat.ask('/paysupport Сотрите меня');
    const found = await team.server.api.get(`/contacts?search=${encodeURIComponent('Зоя')}`);
    await team.server.api.delete(`/contacts/${found.body.contacts[0].id}`);
    const { body } = await team.server.api.get('/customers/questions');
    expect(JSON.stringify(body)).not.toContain('Сотрите');
  });

  test('says what the service set, and goes back to the usual words', async () => {
    const ivan = await customer('Иван');
    const texts = {
      pay_support_text: 'Пишите <нам>: help@example.org',
      terms_text: 'Наши условия',
    };
    expect((await team.server.api.patch('/settings', texts)).body.settings).toMatchObject(texts);
    expect((await ivan.chat.ask('/paysupport')).text).toBe('Пишите <нам>: help@example.org');
    expect((await ivan.chat.ask('/terms')).text).toBe('Наши условия');
    await team.server.api.patch('/settings', { pay_support_text: null, terms_text: null });
    expect((await ivan.chat.ask('/terms')).text).toContain('звёздами Telegram');
    expect((await team.server.api.patch('/settings', { terms_text: '' })).status).toBe(400);
  });
});

test('the team’s own bot knows no such commands', async () => {
  expect((await vera.chat.ask('/paysupport')).text).toContain('Такой команды нет');
});
