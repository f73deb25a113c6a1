import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import {
  expectAccessible,
  expectNoOverflow,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    add: 'Подключить бота',
    asks: 'Vera хочет подключиться',
    agree: 'Подключить',
    connected: 'подключён',
    nobody: 'Пока никто не подключил',
    token: 'Токен',
    online: 'на связи',
    link: 'Привязать мой Telegram',
    linked: 'Ваш Telegram привязан',
    unlink: 'Отвязать',
    unlinked: 'Telegram отвязан',
    remove: 'Отключить',
    type: 'Чтобы подтвердить',
    none: 'Ботов пока нет',
    wrong: 'Telegram не принимает этот токен',
    cancel: 'Отмена',
    limited: 'Аккаунт ограничен',
    quiet: 'Тихие часы',
    from: 'С (час)',
  },
  en: {
    add: 'Connect a bot',
    asks: 'Vera asks to be connected',
    agree: 'Connect',
    connected: 'connected',
    nobody: 'Nobody has connected',
    token: 'Token',
    online: 'online',
    link: 'Link my Telegram',
    linked: 'Your Telegram is linked',
    unlink: 'Unlink',
    unlinked: 'Telegram is unlinked',
    remove: 'Disconnect',
    type: 'Type ',
    none: 'No bots yet',
    wrong: 'Telegram does not accept this token',
    cancel: 'Cancel',
    limited: 'An account was limited',
    quiet: 'Quiet hours',
    from: 'From (hour)',
  },
};

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  let bot: TestBot;
  beforeAll(async () => {
    site = await openConsole();
    bot = await makeBot(site.stage.control, `team_${language}_bot`);
  });
  afterAll(() => site?.stop());

  test('a bot is connected, obeys its operator, and is disconnected', async () => {
    const page = await site.open('/settings/bots', { language });
    const dialog = page.getByRole('dialog');
    const button = (name: string) => page.getByRole('button', { name, exact: true });

    await page.getByText(t.none).waitFor();
    await button(t.add).click();
    await dialog.getByLabel(t.token).fill(`12345:${'x'.repeat(35)}`);
    await dialog.getByRole('button', { name: t.add }).click();
    await dialog.getByText(t.wrong).waitFor();
    await dialog.getByLabel(t.token).fill(bot.token);
    await dialog.getByRole('button', { name: t.add }).click();
    await page.getByText(`@${bot.username}`).waitFor();
    await page.getByText(t.online, { exact: true }).waitFor();
    await expectAccessible(page);

    const ownerId = await site.stage.control.makeUser({ firstName: 'Vera', premium: true });
    await site.stage.control.post(`/users/${ownerId}/business`, { bot: bot.id });
    await page.getByText(t.asks).waitFor();
    await expectAccessible(page);
    await button(`${t.agree}: Vera`).click();
    await page.getByText(t.connected, { exact: true }).waitFor();
    await button(`${t.remove}: Vera`).click();
    await page.getByText(t.nobody).waitFor();

    await button(t.link).click();
    const said = (await page.getByText('/start vsb_').textContent()) ?? '';
    const personId = await site.stage.control.makeUser({ firstName: 'Olga', language });
    expect((await openBotChat(site.stage.control, bot, personId).ask(said)).text).toContain('Olga');
    await page.getByText(t.linked).waitFor();
    const told = page.getByLabel(t.limited);
    expect(await told.isChecked()).toBe(true);
    await told.uncheck();
    await page.getByLabel(t.quiet).check();
    await page.getByLabel(t.from).waitFor();
    await expectAccessible(page);
    await page.reload();
    await page.getByLabel(t.from).waitFor();
    expect(await page.getByLabel(t.limited).isChecked()).toBe(false);
    await button(t.unlink).click();
    await page.getByText(t.unlinked).waitFor();

    await page.getByRole('button', { name: `${t.remove}: @${bot.username}` }).click();
    await dialog.getByLabel(new RegExp(`^${t.type}`)).fill(bot.username);
    await dialog.getByRole('button', { name: t.remove }).click();
    await page.getByText(t.none).waitFor();
  });

  test('the page fits a small screen in the dark', async () => {
    const page = await site.open('/settings/bots', { language, width: 360, scheme: 'dark' });
    await page.getByRole('button', { name: t.add }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
