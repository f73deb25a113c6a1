import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totpCode, totpStep } from '../../server/features/sign-in/totp.ts';
import { fromBase32 } from '../support/base32.ts';
import {
  expectAccessible,
  expectNoOverflow,
  OWNER,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    perDay: 'Новых людей в день',
    save: 'Сохранить',
    undo: 'Вернуть',
    quiet: 'Соблюдать тихие часы',
    invite: 'Пригласить человека',
    name: 'Имя',
    makeLink: 'Создать приглашение',
    done: 'Готово',
    login: 'Логин',
    accept: 'Принять приглашение',
    overview: 'Обзор',
    signIn: 'Вход',
    disable: 'Отключить',
    disabled: 'отключён',
    newKey: 'Новый ключ',
    keyName: 'Название',
    some: 'Только некоторые права роли',
    seeAccounts: 'видеть аккаунты',
    revoke: 'Отозвать',
    revoked: 'отозван',
    typeIt: 'Чтобы подтвердить',
    newRole: 'Новая роль',
    prompt: 'Кто отвечает и как',
    addText: 'Добавить текст',
    docTitle: 'Название',
    text: 'Текст',
    tryOut: 'Что ИИ найдёт по вопросу',
    look: 'Найти',
    turnOn: 'Включить',
    code: 'Код из приложения',
    confirm: 'Подтвердить',
    totpOn: 'при входе нужен код из приложения',
    turnOff: 'Выключить',
    current: 'Нынешний пароль',
    endOthers: 'Завершить все остальные',
  },
  en: {
    perDay: 'New people a day',
    save: 'Save',
    undo: 'Undo',
    quiet: 'Keep quiet hours',
    invite: 'Invite somebody',
    name: 'Name',
    makeLink: 'Make an invitation',
    done: 'Done',
    login: 'Login',
    accept: 'Accept the invitation',
    overview: 'Overview',
    signIn: 'Sign in',
    disable: 'Disable',
    disabled: 'disabled',
    newKey: 'New key',
    keyName: 'Name',
    some: 'Only some rights of the role',
    seeAccounts: 'see accounts',
    revoke: 'Revoke',
    revoked: 'revoked',
    typeIt: 'Type ',
    newRole: 'New role',
    prompt: 'Who answers, and how',
    addText: 'Add a text',
    docTitle: 'Title',
    text: 'Text',
    tryOut: 'What the AI finds for a question',
    look: 'Find',
    turnOn: 'Turn on',
    code: 'Code from the app',
    confirm: 'Confirm',
    totpOn: 'signing in needs a code from the app',
    turnOff: 'Turn off',
    current: 'Current password',
    endOthers: 'End all others',
  },
};

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site?.stop());

  test.each(['general', 'proxy', 'team', 'keys', 'ai', 'me'])(
    'the section %s can be read by everybody, on a small screen and in the dark',
    async (section) => {
      const page = await site.open(`/settings/${section}`, {
        language,
        width: 360,
        scheme: 'dark',
      });
      await page.getByRole('tabpanel').locator('button:visible').first().waitFor();
      await expectAccessible(page);
      await expectNoOverflow(page);
    },
  );

  test('a limit is changed, and taken back', async () => {
    const settings = async () => (await site.stage.server.api.get('/settings')).body.settings;
    const before = (await settings()).max_daily_active;
    const page = await site.open('/settings/general', { language });
    const field = page.getByRole('textbox', { name: t.perDay, exact: true });
    await field.fill('11');
    await page.getByRole('switch', { name: t.quiet }).click({ force: true });
    await page.getByRole('button', { name: t.save }).click();
    const undo = page.getByRole('button', { name: t.undo });
    await undo.waitFor();
    expect(await settings()).toMatchObject({
      max_daily_active: 11,
      quiet_hours: { from: '21:00', to: '10:00' },
    });
    await undo.click();
    await expect.poll(settings).toMatchObject({ max_daily_active: before, quiet_hours: null });
    await expect.poll(() => field.inputValue()).toBe(String(before));
  });

  test('somebody is invited by a link, comes in, and is out once disabled', async () => {
    const page = await site.open('/settings/team', { language });
    await page.getByRole('button', { name: t.invite }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: t.name }).fill('Boris');
    await dialog.getByRole('button', { name: t.makeLink }).click();
    const link = (await dialog.locator('pre').textContent()) ?? '';
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.done }).click();

    const boris = await site.openAsStranger(new URL(link).href.split('/app')[1] ?? '', {
      language,
    });
    await boris.getByRole('textbox', { name: t.login }).fill('boris');
    await boris.locator('input[type=password]').fill('another long password');
    await boris.getByRole('button', { name: t.accept }).click();
    await boris.getByRole('heading', { name: t.overview, level: 1 }).waitFor();

    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'boris' });
    await row.getByRole('button', { name: t.disable, exact: true }).click();
    await row.getByText(t.disabled).waitFor();
    await page.getByRole('button', { name: t.undo }).waitFor();
    await boris.reload();
    await boris.getByRole('heading', { name: t.signIn }).waitFor();
  });

  test('a key is made with one right, shown once, and revoked by typing its name', async () => {
    const page = await site.open('/settings/keys', { language });
    await page.getByRole('button', { name: t.newKey }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: t.keyName }).fill('n8n');
    await dialog.getByRole('switch', { name: t.some }).click({ force: true });
    await dialog.getByRole('checkbox', { name: t.seeAccounts, exact: true }).check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.newKey }).click();
    const token = (await dialog.locator('pre').textContent()) ?? '';
    await dialog.getByRole('button', { name: t.done }).click();
    const { api } = site.stage.server;
    expect((await api.as(token).get('/accounts')).status).toBe(200);
    expect((await api.as(token).get('/settings')).status).toBe(403);

    await page.getByRole('button', { name: `${t.revoke}: n8n` }).click();
    const sure = page.getByRole('dialog');
    await sure.getByRole('textbox', { name: t.typeIt }).fill('n8n');
    await sure.getByRole('button', { name: t.revoke, exact: true }).click();
    await page.getByRole('row').filter({ hasText: 'n8n' }).getByText(t.revoked).waitFor();
    expect((await api.as(token).get('/accounts')).status).toBe(401);
  });

  test('the AI gets a role and a text, and the text is found for a question', async () => {
    const page = await site.open('/settings/ai', { language });
    await page.getByRole('button', { name: t.newRole }).click();
    const editor = page.getByRole('dialog');
    await editor.getByRole('textbox', { name: t.keyName }).fill('Maria');
    await editor.getByRole('textbox', { name: t.prompt }).fill('You answer briefly');
    await expectAccessible(page);
    await editor.getByRole('button', { name: t.save }).click();
    await page.getByRole('button', { name: 'Maria' }).waitFor();

    await page.getByRole('button', { name: t.addText }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: t.docTitle }).fill('Prices');
    await dialog
      .getByRole('textbox', { name: t.text })
      .fill('# Delivery\nDelivery costs 300 roubles.');
    await dialog.getByRole('button', { name: t.save }).click();
    await page.getByRole('textbox', { name: t.tryOut }).fill('delivery cost');
    await page.getByRole('button', { name: t.look }).click();
    await page.getByText('Delivery costs 300 roubles.').waitFor();
    await expectAccessible(page);
  });

  test('one’s own sign-in: other sessions are ended, the second step is turned on and off', async () => {
    const page = await site.open('/settings/me', { language });
    await page.getByRole('button', { name: t.endOthers }).click();
    await page.getByRole('button', { name: t.endOthers }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: t.turnOn, exact: true }).click();
    await page.getByRole('img').locator('path').first().waitFor();
    const secret = fromBase32((await page.locator('code').textContent()) ?? '');
    await expectAccessible(page);
    const { clock } = site.stage.server;
    await page.getByRole('textbox', { name: t.code }).fill(totpCode(secret, totpStep(clock.now())));
    await page.getByRole('button', { name: t.confirm }).click();
    await page.getByText(t.totpOn).waitFor();
    await page.getByLabel(t.current).last().fill(OWNER.password);
    await page.getByRole('button', { name: t.turnOff }).click();
    await page.getByRole('button', { name: t.turnOn, exact: true }).waitFor();
  });
});
