import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { newPhone } from '../support/accounts.ts';
import { startSocks5Proxy } from '../support/proxies/socks5.ts';
import { sessionFile, sessionString } from '../support/upload-sessions.ts';
import {
  expectAccessible,
  expectNoOverflow,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    accounts: 'Аккаунты',
    none: 'Аккаунтов пока нет',
    add: 'Добавить аккаунты',
    choose: 'Выбрать файлы',
    added: 'Аккаунт добавлен, начинается прогрев',
    done: 'Готово: 1, не вышло: 1, осталось: 0',
    string: 'Строка сессии',
    addIt: 'Добавить',
    phone: 'Номер телефона',
    getCode: 'Получить код',
    code: 'Код из Telegram',
    next: 'Продолжить',
    password: 'Пароль двухэтапной аутентификации',
    signIn: 'Войти',
    signedIn: 'вход выполнен',
    openAccount: 'Открыть аккаунт',
    select: 'Выбрать',
    addTags: 'Добавить метки',
    removeTags: 'Убрать метки',
    cancel: 'Отменить',
    cancelled: 'отменено',
    again: 'Ещё раз',
    tags: 'Метки',
    apply: 'Применить',
    undo: 'Вернуть',
    disable: 'Отключить',
    disabled: 'Отключён',
    working: 'Работает',
    tag: 'Метка',
    proxy: 'Прокси',
    host: 'Адрес',
    save: 'Сохранить',
    testProxy: 'Проверить прокси',
    proxyWorks: 'Прокси работает',
    useProxy: 'Выходить через прокси',
    direct: 'Сейчас аккаунт выходит в Telegram напрямую.',
    why: 'Почему не отправляет',
    emptyQueue: 'Отправлять нечего',
    history: 'История',
    settings: 'Настройки',
    notes: 'Заметки',
    saved: 'Сохранено',
    removeAccount: 'Удалить аккаунт',
    remove: 'Удалить',
    typeIt: 'Чтобы подтвердить',
  },
  en: {
    accounts: 'Accounts',
    none: 'No accounts yet',
    add: 'Add accounts',
    choose: 'Choose files',
    added: 'The account is added, its warm-up begins',
    done: 'Done: 1, failed: 1, left: 0',
    string: 'Session string',
    addIt: 'Add',
    phone: 'Phone number',
    getCode: 'Get a code',
    code: 'Code from Telegram',
    next: 'Continue',
    password: 'Two-step verification password',
    signIn: 'Sign in',
    signedIn: 'signed in',
    openAccount: 'Open the account',
    select: 'Select',
    addTags: 'Add tags',
    removeTags: 'Remove tags',
    cancel: 'Cancel',
    cancelled: 'cancelled',
    again: 'Again',
    tags: 'Tags',
    apply: 'Apply',
    undo: 'Undo',
    disable: 'Disable',
    disabled: 'Disabled',
    working: 'Working',
    tag: 'Tag',
    proxy: 'Proxy',
    host: 'Host',
    save: 'Save',
    testProxy: 'Test the proxy',
    proxyWorks: 'The proxy works',
    useProxy: 'Go through a proxy',
    direct: 'The account goes to Telegram directly now.',
    why: 'Why it is not sending',
    emptyQueue: 'There is nothing to send',
    history: 'History',
    settings: 'Settings',
    notes: 'Notes',
    saved: 'Saved',
    removeAccount: 'Delete the account',
    remove: 'Delete',
    typeIt: 'Type ',
  },
};

async function expectFit(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoOverflow(page);
}

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole({ PROXY_ENABLED: 'true', PROXY_TIMEOUT: '45' });
  });
  afterAll(() => site?.stop());

  const status = async (key: string) =>
    (await site.stage.server.api.get(`/accounts/${key}`)).body.account.status;

  test('the empty pool leads to adding; of files, each says what came of it', async () => {
    const { control } = site.stage;
    const phone = newPhone();
    const person = await control.makeUser({ firstName: 'Ivan', phone });
    const page = await site.open('/accounts', { language, width: 360 });
    await page.getByRole('heading', { name: t.none }).waitFor();
    await expectFit(page);
    await page.getByRole('link', { name: t.add }).first().click();
    await page.getByRole('button', { name: t.choose }).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        {
          name: 'ivan.zip',
          mimeType: 'application/zip',
          buffer: await sessionFile(control, person, { format: 'tdata-zip' }),
        },
        {
          name: 'broken.session',
          mimeType: 'application/octet-stream',
          buffer: Buffer.from('no session at all'),
        },
      ]);
    await page.getByText(t.added).waitFor();
    await page.getByText(t.done).waitFor();
    await expectFit(page);
    await page.getByRole('link', { name: phone }).click();
    await page.getByRole('heading', { name: t.why }).waitFor();
    await page.getByText(t.emptyQueue).waitFor();
    await expectFit(page);
  });

  test('an upload is broken off while it goes, and made again', async () => {
    const { control } = site.stage;
    const phone = newPhone();
    const person = await control.makeUser({ firstName: 'Petr', phone });
    const page = await site.open('/accounts/add', { language });
    // A line so slow that nothing ever arrives.
    await page.route('**/accounts/upload', () => new Promise(() => {}));
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'petr.zip',
        mimeType: 'application/zip',
        buffer: await sessionFile(control, person, { format: 'tdata-zip' }),
      });
    const upload = page.getByRole('listitem').filter({ hasText: 'petr.zip' });
    await upload.getByRole('button', { name: t.cancel, exact: true }).click();
    await upload.getByText(t.cancelled, { exact: true }).waitFor();
    await expectAccessible(page);
    await page.unroute('**/accounts/upload');
    await upload.getByRole('button', { name: t.again }).click();
    await page.getByText(t.added).waitFor();
    await page.getByRole('link', { name: phone }).waitFor();
  });

  test('a session string is taken in', async () => {
    const { control } = site.stage;
    const phone = newPhone();
    const person = await control.makeUser({ firstName: 'Oleg', phone });
    const page = await site.open('/accounts/add?way=string', { language });
    await page
      .getByRole('textbox', { name: t.string })
      .fill(await sessionString(control, person, 'telethon'));
    await page.getByRole('button', { name: t.addIt, exact: true }).click();
    await page.getByRole('link', { name: phone }).waitFor();
    await expectFit(page);
  });

  test('by phone: a wrong code is told, the right one asks for the password, then it is in', async () => {
    const { control } = site.stage;
    const phone = newPhone();
    const id = await control.makeUser({ firstName: 'Anna', phone, password: 'tall tree' });
    const page = await site.open('/accounts/add?way=phone', { language, scheme: 'dark' });
    await page.getByRole('textbox', { name: t.phone }).fill(phone);
    await page.getByRole('button', { name: t.getCode }).click();
    const code = page.getByRole('textbox', { name: t.code });
    await code.waitFor();
    await expectFit(page);
    const right = (await control.get<{ code: string }>(`/users/${id}/code`)).code;
    await code.fill(right === '11111' ? '22222' : '11111');
    await page.getByRole('button', { name: t.next }).click();
    await page.getByRole('alert').waitFor();
    await code.fill(right);
    await page.getByRole('button', { name: t.next }).click();
    await page.getByLabel(t.password).first().fill('tall tree');
    await page.getByRole('button', { name: t.signIn, exact: true }).click();
    await page.getByRole('status').getByText(t.signedIn).waitFor();
    await page.getByRole('link', { name: t.openAccount }).click();
    await page.getByRole('heading', { name: t.why }).waitFor();
  });

  test('many at once: tags are added, all is disabled, and undone', async () => {
    const first = await site.stage.account();
    const second = await site.stage.account();
    const page = await site.open('/accounts', { language });
    for (const { key } of [first, second])
      await page.getByRole('checkbox', { name: `${t.select} ${key}`, exact: true }).check();
    await page.getByRole('button', { name: t.addTags }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t.tags).first().fill('north');
    await page.keyboard.press('Enter');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.apply }).click();
    await waitFor('the tags', async () => {
      const { body } = await site.stage.server.api.get('/accounts?tag=north');
      return body.accounts.length === 2 || undefined;
    });

    await page.getByRole('button', { name: t.removeTags }).click();
    await dialog.getByLabel(t.tags).first().fill('north');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: t.apply }).click();
    const tagged = async () =>
      (await site.stage.server.api.get('/accounts?tag=north')).body.accounts.length;
    await expect.poll(tagged).toBe(0);
    await page.getByRole('button', { name: t.undo }).last().click();
    await expect.poll(tagged).toBe(2);

    await page.getByRole('region').getByRole('button', { name: t.disable }).click();
    await page.getByText(t.disabled, { exact: true }).first().waitFor();
    await waitFor('both to be disabled', async () => {
      const all = [await status(first.key), await status(second.key)];
      return all.every((one) => one === 'disabled') || undefined;
    });
    await page.getByRole('button', { name: t.undo }).last().click();
    await waitFor('both to work again', async () => {
      const all = [await status(first.key), await status(second.key)];
      return all.every((one) => one === 'active') || undefined;
    });

    const filtered = await site.open('/accounts?tag=north&status=active', { language });
    await filtered.getByRole('row').nth(2).waitFor();
    expect(await filtered.getByRole('row').count()).toBe(3);
    await expectFit(filtered);
  });

  test('the proxy of an account: pasted whole, tested, switched off without being lost', async () => {
    const { key } = await site.stage.account();
    const proxy = await startSocks5Proxy({ login: { username: 'anna', password: 'p:w d' } });
    try {
      const page = await site.open(`/accounts/${key}?tab=proxy`, { language, width: 360 });
      await page
        .getByRole('textbox', { name: t.host })
        .fill(`socks5://anna:p%3Aw%20d@${proxy.host}:${proxy.port}`);
      await page.getByRole('button', { name: t.save }).click();
      await page.getByText(`socks5 ${proxy.host}:${proxy.port}`).waitFor();
      await page.getByRole('button', { name: t.testProxy }).click();
      // A whole key exchange with Telegram: seconds on a busy machine.
      await page.getByText(t.proxyWorks).waitFor({ timeout: 45_000 });
      await expectFit(page);
      await page.getByRole('switch', { name: t.useProxy }).click({ force: true });
      await page.getByText(t.direct).waitFor();
      const { body } = await site.stage.server.api.get(`/accounts/${key}`);
      expect(body.account).toMatchObject({ use_proxy: false, proxy_host: proxy.host });
    } finally {
      await proxy.stop();
    }
  });

  test('an account keeps notes, tells its history, and is deleted by typing its name', async () => {
    const { key } = await site.stage.account();
    const page = await site.open(`/accounts/${key}?tab=settings`, { language });
    await page.getByRole('textbox', { name: t.notes }).fill('bought in spring');
    await page.getByRole('button', { name: t.save }).click();
    await page.getByText(t.saved).waitFor();
    await expectFit(page);
    await page.getByRole('tab', { name: t.history }).click();
    await page.getByRole('row').nth(2).waitFor();
    expect(new URL(page.url()).searchParams.get('tab')).toBe('history');
    await expectFit(page);
    await page.getByRole('tab', { name: t.settings }).click();
    await page.getByRole('button', { name: t.removeAccount }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: t.remove, exact: true });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: t.typeIt }).fill(key);
    await confirm.click();
    await page.getByRole('heading', { name: t.accounts, level: 1 }).waitFor();
    expect((await site.stage.server.api.get(`/accounts/${key}`)).status).toBe(404);
  });
});
