import type { Page } from 'playwright-core';
import { controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { makeChat, makePeople } from '../support/chats.ts';

const cast = {
  ru: {
    operator: 'Ольга',
    team: 'Дежурная смена',
    asks: 'Софья',
    answers: 'Мастерская «Липа»',
    customers: ['Тимур', 'Агентство «Ясно»', 'Лидия', 'Пекарня на Лесной'],
    month: 'Месяц — 1500 звёзд',
    shop: 'Покупатели',
    chat: 'Читатели весны',
    invites: 'Приглашения в чат',
    words: 'Здравствуйте! Открыли чат для наших читателей: {{ invite_link }}',
  },
  en: {
    operator: 'Olga',
    team: 'On duty',
    asks: 'Sophie',
    answers: 'Linden Workshop',
    customers: ['Tim', 'Clear Agency', 'Lydia', 'Forest Street Bakery'],
    month: 'A month — 1500 Stars',
    shop: 'Buyers',
    chat: 'Readers of the spring',
    invites: 'Invites into the chat',
    words: 'Hello! There is a chat for our readers now: {{ invite_link }}',
  },
};

const STARS = 5_000;
const MEMBERS = 24;
/** Of them, those who don't let themselves be added. */
const SHY = 4;
/** So many invited make a picture. */
const ENOUGH = 8;

/** A busy machine takes its time. */
const PATIENCE_MS = 120_000;
const until = <T>(what: string, check: () => Promise<T | undefined>) =>
  waitFor(what, check, PATIENCE_MS);

type Telegram = ReturnType<typeof controlOf>;
type Bot = { id: number; connection: string };

/**
 * Gives the demo what it doesn't play: the team's bot with an operator, a group and business
 * accounts, a sales bot with customers, a chat whose people are collected and others invited.
 * @param control of the sandbox
 * @returns the number of the campaign that invites
 */
export async function fillBots(
  page: Page,
  control: string,
  language: 'ru' | 'en',
): Promise<number> {
  const telegram = controlOf({ control });
  await telegram.patch('/bots/limits', { enabled: false });
  const team = await connect(page, telegram, 'vestnik_team_bot', 'admin');
  const sales = await connect(page, telegram, 'vestnik_sales_bot', 'sales');
  await linkOperator(page, telegram, team, language);
  await connectBusiness(page, telegram, team, language);
  await serveCustomers(telegram, sales, language);
  return inviteIntoChat(page, telegram, language);
}

async function connect(
  page: Page,
  telegram: Telegram,
  username: string,
  feature: 'admin' | 'sales',
): Promise<TestBot> {
  const bot = await makeBot(telegram, username);
  await send(page, '/bots', { token: bot.token, features: [feature] });
  await until(`@${username} to be online`, async () => {
    const { bots } = await read<{ bots: (Bot & { username: string })[] }>(page, '/bots');
    return bots.find((one) => one.username === username && one.connection === 'online');
  });
  return bot;
}

async function linkOperator(page: Page, telegram: Telegram, bot: TestBot, language: 'ru' | 'en') {
  const t = cast[language];
  const { code } = await send<{ code: string }>(page, '/session/telegram', {});
  const operator = await telegram.makeUser({ firstName: t.operator, language });
  await openBotChat(telegram, bot, operator).ask(`/start ${code}`);
  const group = await makeChat(telegram, {
    creator: operator,
    members: [bot.id],
    title: t.team,
    forum: true,
  });
  await telegram.patch(`/chats/${group.id}/members/${bot.id}`, {
    status: 'admin',
    rights: ['manageTopics', 'deleteMessages'],
  });
  await telegram.post(`/chats/${group.id}/messages`, { from: operator, text: '/inbox' });
  await until('the group of the team', async () => {
    const { group: known } = await read<{ group: object | null }>(page, '/team-inbox');
    return known ?? undefined;
  });
}

async function connectBusiness(
  page: Page,
  telegram: Telegram,
  bot: TestBot,
  language: 'ru' | 'en',
) {
  const t = cast[language];
  for (const firstName of [t.answers, t.asks]) {
    const id = await telegram.makeUser({ firstName, premium: true });
    await telegram.post(`/users/${id}/business`, { bot: bot.id });
    const key = await until('the connection to be known', async () => {
      const { connections } = await read<{ connections: { id: string; telegram_id: number }[] }>(
        page,
        '/business',
      );
      return connections.find((one) => one.telegram_id === id)?.id;
    });
    if (firstName === t.answers) await send(page, `/business/${key}/approve`, {});
  }
}

async function serveCustomers(telegram: Telegram, bot: TestBot, language: 'ru' | 'en') {
  const t = cast[language];
  for (const [i, firstName] of t.customers.entries()) {
    const id = await telegram.makeUser({ firstName, language });
    await telegram.post(`/users/${id}/start`, { bot: bot.id });
    const chat = openBotChat(telegram, bot, id);
    await chat.next();
    if (i % 2 === 0) continue;
    await telegram.post(`/users/${id}/stars`, { add: STARS });
    await chat.say('/plan');
    const { id: message } = await until('the plans', async () =>
      (await chat.all()).find(({ replyMarkup }) =>
        replyMarkup?.inline_keyboard?.flat().some(({ text }) => text === t.month),
      ),
    );
    await telegram.post(`/users/${id}/press`, { message, text: t.month, waitMs: 20_000 });
    const invoice = await until('the invoice', async () =>
      (await chat.all()).find(({ id: one }) => one > message),
    );
    await telegram.post(`/users/${id}/pay`, { message: invoice.id, waitMs: 20_000 });
  }
}

async function inviteIntoChat(
  page: Page,
  telegram: Telegram,
  language: 'ru' | 'en',
): Promise<number> {
  const t = cast[language];
  const { accounts } = await read<{ accounts: { id: string; telegram_id: number }[] }>(
    page,
    '/accounts',
  );
  const [account] = accounts;
  if (!account) throw new Error('the demo has no account');
  const creator = account.telegram_id;
  const members = await makePeople(telegram, MEMBERS);
  for (const id of members.slice(0, SHY))
    await telegram.patch(`/users/${id}`, { privacy: { chatInvite: 'nobody' } });
  await makeChat(telegram, { creator, members, title: t.shop });
  await makeChat(telegram, { creator, title: t.chat });
  const { chats } = await read<{ chats: { id: string; title: string }[] }>(
    page,
    `/accounts/${account.id}/chats?refresh=true`,
  );
  const { audience_id } = await send<{ audience_id: number }>(page, '/audiences/collect', {
    from: 'chat',
    name: t.shop,
    account: account.id,
    chat: chats.find(({ title }) => title === t.shop)?.id,
    source: { name: `chat:${t.shop}`, basis: 'customer' },
  });
  await until('the people of the chat', async () => {
    const { audience } = await read<{ audience: { size: number } }>(
      page,
      `/audiences/${audience_id}`,
    );
    return audience.size === MEMBERS || undefined;
  });
  const found = await read<{ chats: { chat: number; title: string; accounts: string[] }[] }>(
    page,
    '/campaigns/invite-chats',
  );
  const goal = found.chats.find(({ title }) => title === t.chat);
  const { script } = await send<{ script: { id: number } }>(page, '/scripts', {
    name: t.invites,
    stages: [{ content: t.words }],
  });
  const { campaign } = await send<{ campaign: { id: number } }>(page, '/campaigns', {
    name: t.invites,
    audience_id,
    script_id: script.id,
    accounts: goal?.accounts,
    invite: { chat: goal?.chat, way: 'add' },
    schedule: { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] },
  });
  // Pictures are taken at any hour, of more people than an account may write to in a day.
  await change(page, '/settings', { quiet_hours: null, max_daily_active: MEMBERS });
  await send(page, `/campaigns/${campaign.id}/launch`, {});
  await until('people to be invited', async () => {
    const { invites } = await read<{ invites: { added: number } }>(
      page,
      `/campaigns/${campaign.id}/results`,
    );
    return invites.added >= ENOUGH || undefined;
  });
  return campaign.id;
}

async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(path);
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

async function change(page: Page, path: string, data: object): Promise<void> {
  const answer = await page.request.patch(path, { data, headers: { 'x-vestnik': 'console' } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
}

async function send<T>(page: Page, path: string, data: object): Promise<T> {
  const answer = await page.request.post(path, { data, headers: { 'x-vestnik': 'console' } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}
