import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { makeChat, makePeople } from '../support/chats.ts';
import {
  expectAccessible,
  expectNoOverflow,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    collect: 'Собрать',
    account: 'Аккаунт',
    chat: 'Чат',
    name: 'Название аудитории',
    basis: 'Основание',
    customer: 'Клиент',
    found: 'Найдено людей: 6',
    open: 'Открыть аудиторию',
    people: /6 человек/,
    warmup: 'Прогрев',
    day: 'День 1 из 7',
    channel: '@имя или ссылка на канал',
    add: 'Добавить канал',
    remove: 'Убрать @city_news',
    empty: 'Каналов в списке нет',
  },
  en: {
    collect: 'Collect',
    account: 'Account',
    chat: 'Chat',
    name: 'Name of the audience',
    basis: 'Basis',
    customer: 'Customer',
    found: 'People found: 6',
    open: 'Open the audience',
    people: /6 people/,
    warmup: 'Warm-up',
    day: 'Day 1 of 7',
    channel: '@name or link of the channel',
    add: 'Add the channel',
    remove: 'Take @city_news off',
    empty: 'There is no channel on the list',
  },
};

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  let account: TestAccount;
  beforeAll(async () => {
    site = await openConsole();
    const { control, server } = site.stage;
    account = await addAccount(server, control, { status: 'warming' });
    await makeChat(control, {
      creator: account.telegramId,
      members: await makePeople(control, 6),
      title: 'Buyers',
    });
  });
  afterAll(() => site?.stop());

  test('an audience is collected from a chat', async () => {
    const page = await site.open('/contacts/audiences', { language });
    await page.getByRole('button', { name: t.collect, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: t.account }).click();
    await page.getByRole('option', { name: new RegExp(account.key) }).click();
    await dialog.getByRole('combobox', { name: t.chat, exact: true }).click();
    await page.getByRole('option', { name: /Buyers/ }).click();
    expect(await dialog.getByLabel(t.name).inputValue()).toBe('Buyers');
    await dialog.getByRole('combobox', { name: t.basis }).click();
    await page.getByRole('option', { name: t.customer }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.collect, exact: true }).click();
    await dialog.getByText(t.found).waitFor();
    await dialog.getByRole('link', { name: t.open }).click();
    await page.getByText(t.people).first().waitFor();
  });

  test('the warm-up of an account shows its day and its channels', async () => {
    const page = await site.open(`/accounts/${account.key}?tab=warmup`, { language, width: 380 });
    await page.getByText(t.day).waitFor();
    await page.getByText(t.empty).waitFor();
    await page.getByLabel(t.channel).fill('https://t.me/city_news');
    await page.getByRole('button', { name: t.add }).click();
    await page.getByRole('button', { name: t.remove }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByRole('button', { name: t.remove }).click();
    await page.getByText(t.empty).waitFor();
  });
});
