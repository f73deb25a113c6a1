import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeBot, openBotChat } from '../support/bot-chat.ts';
import { startSocks5Proxy } from '../support/proxies/socks5.ts';
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
    discard: 'Удалить',
    type: 'Чтобы подтвердить',
    none: 'Ботов пока нет',
    wrong: 'Telegram не принимает этот токен',
    cancel: 'Отмена',
    limited: 'Аккаунт ограничен',
    quiet: 'Тихие часы',
    from: 'Тихо с',
    proxy: 'Прокси бота',
    host: 'Адрес',
    port: 'Порт',
    user: 'Логин',
    password: 'Пароль',
    save: 'Сохранить',
    saved: 'Прокси сохранён',
    test: 'Проверить прокси',
    works: 'Прокси работает',
    dead: 'Прокси не отвечает',
    forget: 'Забыть свой прокси',
    forgotten: 'Свой прокси бота забыт',
    own: 'свой',
    direct: 'нет',
    through: 'Выходить через прокси',
    close: 'Закрыть',
    purpose: 'Назначение',
    forTeam: 'Команда управляет из него платформой',
    forSales: 'Клиенты обслуживают себя сами',
    sales: 'продажи',
    salesEnd: 'Клиенты этого бота не смогут',
    nothing: 'Ничего не выбрано',
    kept: 'Пароль сохранён.',
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
    discard: 'Remove',
    type: 'Type ',
    none: 'No bots yet',
    wrong: 'Telegram does not accept this token',
    cancel: 'Cancel',
    limited: 'An account was limited',
    quiet: 'Quiet hours',
    from: 'Quiet from',
    proxy: 'Proxy of',
    host: 'Host',
    port: 'Port',
    user: 'User',
    password: 'Password',
    save: 'Save',
    saved: 'The proxy is saved',
    test: 'Test the proxy',
    works: 'The proxy works',
    dead: 'The proxy does not answer',
    forget: 'Forget its own proxy',
    forgotten: 'own proxy is forgotten',
    own: 'its own',
    direct: 'none',
    through: 'Go through a proxy',
    close: 'Close',
    purpose: 'Purpose',
    forTeam: 'The team commands the platform from it',
    forSales: 'Customers serve themselves',
    sales: 'sales',
    salesEnd: 'The customers of this bot will not',
    nothing: 'Nothing is chosen',
    kept: 'A password is stored.',
  },
};

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeEach(async () => {
    site = await openConsole();
  });
  afterEach(() => site?.stop());

  test('a bot is connected, obeys its operator, and is disconnected', async () => {
    const bot = await makeBot(site.stage.control, `team_${language}_bot`);
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

    await page.getByRole('button', { name: `${t.discard}: @${bot.username}` }).click();
    await dialog.getByLabel(new RegExp(`^${t.type}`)).fill(bot.username);
    await dialog.getByRole('button', { name: t.discard }).click();
    await page.getByText(t.none).waitFor();
  });

  test('what a bot is for may be changed later', async () => {
    const { server, control } = site.stage;
    const bot = await makeBot(control, `purpose_${language}_bot`);
    const { id } = (await server.api.post('/bots', { token: bot.token })).body.bot;
    const featuresOf = async () => {
      const { bots } = (await server.api.get('/bots')).body;
      return bots.find((one: { id: number }) => one.id === id).features;
    };
    const page = await site.open('/settings/bots', { language });
    const dialog = page.getByRole('dialog');
    const opener = page.getByRole('button', { name: `${t.purpose}: @${bot.username}` });
    await opener.click();
    await dialog.getByLabel(t.forTeam).uncheck();
    await dialog.getByText(t.nothing).waitFor();
    await dialog.getByLabel(t.forSales).check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.save }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await featuresOf()).toEqual(['sales']);
    await page.getByText(t.sales, { exact: true }).waitFor();
    await opener.click();
    await dialog.getByLabel(t.forSales).uncheck();
    await dialog.getByText(t.salesEnd).waitFor();
    await dialog.getByRole('button', { name: t.cancel }).click();
    expect(await featuresOf()).toEqual(['sales']);
    await server.api.delete(`/bots/${id}`);
  });

  test('a bot goes through a proxy of its own', async () => {
    const { server, control } = site.stage;
    const away = await makeBot(control, `away_${language}_bot`);
    const { id } = (await server.api.post('/bots', { token: away.token })).body.bot;
    await server.api.post('/settings/proxy', { enabled: true });
    const login = { username: 'anna', password: 'p:w d' };
    const proxy = await startSocks5Proxy({ login });
    try {
      const page = await site.open('/settings/bots', { language });
      const dialog = page.getByRole('dialog');
      const opener = (way: string) =>
        page.getByRole('button', { name: `${t.proxy} @${away.username}: ${way}` });
      const field = (label: string) => dialog.getByLabel(label, { exact: true });
      const press = (name: string) => dialog.getByRole('button', { name, exact: true }).click();

      await opener(t.direct).click();
      await field(t.host).fill(`socks5://anna:wrong@127.0.0.1:${proxy.port}`);
      expect(await field(t.port).inputValue()).toBe(String(proxy.port));
      await press(t.save);
      await page.getByText(t.saved).waitFor();
      await press(t.test);
      await dialog.getByText(t.dead).waitFor();
      await dialog.getByText(t.kept).waitFor();
      await expectAccessible(page);
      await field(t.password).fill(login.password);
      await press(t.save);
      await page.getByText(t.saved).last().waitFor();
      await press(t.test);
      await dialog.getByText(t.works).waitFor();
      await page.reload();
      expect(await field(t.user).inputValue()).toBe('anna');
      expect(await field(t.password).inputValue()).toBe('');
      expect(await dialog.getByRole('button', { name: t.save }).isDisabled()).toBe(true);
      await dialog.getByLabel(t.through).uncheck();
      await press(t.close);
      await opener(t.direct).waitFor();
      await opener(t.direct).click();
      await dialog.getByLabel(t.through).check();
      await press(t.close);
      await opener(t.own).click();
      await press(t.forget);
      await page.getByText(t.forgotten).waitFor();
    } finally {
      await proxy.stop();
      await server.api.delete(`/bots/${id}`);
    }
  });

  test('the page fits a small screen in the dark', async () => {
    const page = await site.open('/settings/bots', { language, width: 360, scheme: 'dark' });
    await page.getByRole('button', { name: t.add }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
