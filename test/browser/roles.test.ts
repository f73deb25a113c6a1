import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, languages, openConsole, type TestConsole } from './support/console.ts';

const words = {
  ru: {
    menu: 'Меню',
    ofOperator: [
      'Обзор',
      'Входящие',
      'Аккаунты',
      'Контакты',
      'Скрипты',
      'Кампании',
      'Аналитика',
      'Задачи',
      'Настройки',
    ],
    ofSpecialist: ['Обзор', 'Входящие', 'Контакты', 'Настройки'],
    accounts: 'Аккаунты',
    addAccounts: 'Добавить аккаунты',
    newCampaign: 'Новая кампания',
    addContact: 'Добавить',
    readOnly: /Вы можете смотреть, но не менять/,
    save: 'Сохранить',
    draft: 'Черновик ИИ',
    send: 'Отправить',
    message: 'Сообщение',
    complete: 'Завершить',
    closed: 'Раздел вам не открыт',
    history: 'Переписка',
  },
  en: {
    menu: 'Menu',
    ofOperator: [
      'Overview',
      'Inbox',
      'Accounts',
      'Contacts',
      'Scripts',
      'Campaigns',
      'Analytics',
      'Jobs',
      'Settings',
    ],
    ofSpecialist: ['Overview', 'Inbox', 'Contacts', 'Settings'],
    accounts: 'Accounts',
    addAccounts: 'Add accounts',
    newCampaign: 'New campaign',
    addContact: 'Add',
    readOnly: /You may look but not change/,
    save: 'Save',
    draft: 'Draft of the AI',
    send: 'Send',
    message: 'Message',
    complete: 'Complete',
    closed: 'This section is not open to you',
    history: 'Conversation',
  },
};

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole();
    await site.stage.account();
  });
  afterAll(() => site?.stop());

  const rooms = async (page: Page) => {
    const links = page.getByRole('navigation', { name: t.menu }).getByRole('link');
    await links.first().waitFor();
    return links.allTextContents();
  };
  /** What the server says to the person of this page, whatever buttons they see. */
  const asks = (page: Page, method: 'post' | 'patch', path: string, data: object) =>
    page.request[method](path, { data, headers: { 'x-vestnik': 'console' } });

  test('an operator looks at accounts and settings, changes neither, and runs campaigns', async () => {
    const page = await site.openAs('operator', '/accounts', { language });
    expect(await rooms(page)).toEqual(t.ofOperator);
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('link', { name: t.addAccounts }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.goto('/app/settings/general');
    await page.getByText(t.readOnly).waitFor();
    expect(await page.getByRole('button', { name: t.save }).count()).toBe(0);
    await expectAccessible(page);
    await page.goto('/app/campaigns');
    await page.getByRole('link', { name: t.newCampaign }).first().waitFor();
    await page.goto('/app/audit');
    await page.getByRole('heading', { name: t.closed, level: 1 }).waitFor();
    const refused = [
      await asks(page, 'post', '/accounts/tags', { ids: ['acc_1'], add: ['mine'] }),
      await asks(page, 'patch', '/settings', { max_daily_active: 500 }),
      await asks(page, 'post', '/api-keys', { name: 'mine', role: 'operator' }),
      await page.request.get('/audit'),
    ];
    expect(refused.map((answer) => answer.status())).toEqual([403, 403, 403, 403]);
  });

  test('a specialist answers people, lets drafts of the AI go, and does nothing else', async () => {
    const { stage } = site;
    const [person] = (await stage.audience(1, { firstName: 'Vera' })).people;
    if (!person) throw new Error('nobody');
    const { body: pool } = await stage.server.api.get('/accounts');
    const [{ telegram_id: telegramId, id: key }] = pool.accounts;
    await stage.write(person, { telegramId, key, phone: '' }, 'Hello from Vera');
    await stage.advance(60);
    const { body } = await stage.server.api.get(`/dialogs/${person.telegramId}`);
    const number = body.dialogs[0].id;

    const page = await site.openAs('specialist', `/inbox/${number}?view=all`, { language });
    expect(await rooms(page)).toEqual(t.ofSpecialist);
    await page.getByRole('region', { name: t.history }).getByText('Hello from Vera').waitFor();
    await page.getByRole('textbox', { name: t.message, exact: true }).waitFor();
    await page.getByRole('button', { name: t.complete, exact: true }).waitFor();
    await expectAccessible(page);
    await page.goto('/app/contacts');
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('button', { name: t.addContact, exact: true }).count()).toBe(0);
    for (const path of ['/accounts', '/campaigns/new', '/jobs', '/webhooks/deliveries']) {
      await page.goto(`/app${path}`);
      await page.getByRole('heading', { name: t.closed, level: 1 }).waitFor();
    }
    await expectAccessible(page);
    const refused = [
      await asks(page, 'post', '/contacts', { first_name: 'Mine', username: 'mine_alone' }),
      await asks(page, 'post', '/campaigns', { name: 'Mine', audience_id: 1 }),
      await page.request.get('/accounts'),
      await page.request.get('/assistant/answers'),
    ];
    expect(refused.map((answer) => answer.status())).toEqual([403, 403, 403, 403]);
    const opened = await page.request.get(`/dialogs/number/${number}`);
    expect((await opened.json()).draft).toBeNull();
  });
});
