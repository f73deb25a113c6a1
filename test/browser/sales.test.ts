import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBot, openBotChat } from '../support/bot-chat.ts';
import {
  expectAccessible,
  expectNoOverflow,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    add: 'Подключить бота',
    token: 'Токен',
    forTeam: 'Команда управляет',
    forSales: 'Клиенты обслуживают себя сами',
    change: 'Изменить: Месяц',
    price: 'Цена в звёздах',
    save: 'Сохранить',
    saved: 'Тариф сохранён',
    give: 'Подарить дни: Klara',
    howMany: 'Сколько дней',
    giveNow: 'Подарить дни',
    given: 'Добавлено: 30 дней',
    none: 'Клиентов пока нет',
  },
  en: {
    add: 'Connect a bot',
    token: 'Token',
    forTeam: 'The team commands',
    forSales: 'Customers serve themselves',
    change: 'Change: A month',
    price: 'Price in Stars',
    save: 'Save',
    saved: 'The plan is saved',
    give: 'Give days: Klara',
    howMany: 'How many days',
    giveNow: 'Give days',
    given: 'Given: 30 days',
    none: 'No customers yet',
  },
};

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site?.stop());

  test('a sales bot is connected, a plan priced, and a customer given days', async () => {
    const { control, server } = site.stage;
    const bot = await makeBot(control, `sales_${language}_bot`);
    const page = await site.open('/settings/bots', { language });
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: t.add, exact: true }).first().click();
    await dialog.getByLabel(t.token).fill(bot.token);
    await dialog.getByLabel(t.forTeam).uncheck();
    await dialog.getByLabel(t.forSales).check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.add }).click();
    await page.getByText(`@${bot.username}`).waitFor();
    expect((await server.api.get('/bots')).body.bots[0].features).toEqual(['sales']);

    await page.goto('/app/settings/sales');
    await page.getByText(t.none).waitFor();
    await page.getByRole('button', { name: t.change }).click();
    await dialog.getByLabel(t.price).fill('990');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.save }).click();
    await page.getByText(t.saved).waitFor();
    await page.getByText('990 ★').waitFor();

    const klara = await control.makeUser({ firstName: 'Klara', language });
    await control.post(`/users/${klara}/start`, { bot: bot.id });
    await openBotChat(control, bot, klara).next();
    await page.reload();
    const before = (await server.api.get('/customers')).body.customers[0].ends_at;
    await page.getByRole('button', { name: t.give }).click();
    await dialog.getByLabel(t.howMany).fill('30');
    await dialog.getByRole('button', { name: t.giveNow, exact: true }).click();
    await page.getByText(t.given).waitFor();
    const after = (await server.api.get('/customers')).body.customers[0].ends_at;
    expect((Date.parse(after) - Date.parse(before)) / 86_400_000).toBeCloseTo(30, 5);
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await expectNoOverflow(page);
  });
});
