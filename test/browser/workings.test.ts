import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectAccessible,
  expectNoOverflow,
  languages,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    webhooks: 'Вебхуки',
    add: 'Добавить адрес',
    url: 'Адрес',
    save: 'Сохранить',
    secret: 'Секрет показан только сейчас',
    kept: 'Секрет сохранён',
    pause: 'Выключить',
    undo: 'Вернуть',
    actions: /^Действия/,
    remove: 'Удалить',
    typeIt: 'Чтобы подтвердить',
    none: 'Адресов пока нет',
    check: 'Проверить цепочку',
    who: 'Кто',
    what: 'Что',
    since: 'С какого дня',
    settingsChanged: 'Настройки изменены',
    stranger: 'Посторонний',
    noEntries: 'Таких записей нет',
    showAll: 'Показать всё',
    intact: 'Цепочка цела',
    noJobs: 'Задач ещё не было',
    noDeliveries: 'Отправок ещё не было',
  },
  en: {
    webhooks: 'Webhooks',
    add: 'Add an endpoint',
    url: 'Address',
    save: 'Save',
    secret: 'The secret is shown only now',
    kept: 'I have kept it',
    pause: 'Pause',
    undo: 'Undo',
    actions: /^Actions/,
    remove: 'Delete',
    typeIt: 'to confirm',
    none: 'There are no endpoints yet',
    check: 'Check the chain',
    who: 'Who',
    what: 'What',
    since: 'Since',
    settingsChanged: 'Settings were changed',
    stranger: 'A stranger',
    noEntries: 'There are no such entries',
    showAll: 'Show all',
    intact: 'The chain is whole',
    noJobs: 'There have been no jobs yet',
    noDeliveries: 'There have been no deliveries yet',
  },
};

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site?.stop());

  test('an endpoint shows its secret once, is paused and back, and is deleted by typing', async () => {
    const page = await site.open('/webhooks', { language });
    await page.getByRole('button', { name: t.add }).click();
    await page.getByRole('textbox', { name: t.url }).fill('https://hooks.example.com/vestnik');
    await page.getByRole('button', { name: t.save }).click();
    await page.getByText(t.secret).waitFor();
    expect(await page.getByText(/whsec_/).count()).toBe(1);
    await expectAccessible(page);
    await page.getByRole('button', { name: t.kept }).click();
    await page.getByText('hooks.example.com/vestnik').waitFor();
    expect(await page.getByText(/whsec_/).count()).toBe(0);
    await page.getByRole('button', { name: t.pause }).click();
    await page.getByRole('button', { name: t.undo, exact: true }).click();
    await page.getByRole('button', { name: t.pause }).waitFor();
    await page.getByRole('button', { name: t.actions }).click();
    await page.getByRole('menuitem', { name: t.remove }).click();
    await page.getByRole('textbox', { name: t.typeIt }).fill('hooks.example.com');
    await page.getByRole('dialog').getByRole('button', { name: t.remove }).click();
    await page.getByText(t.none).waitFor();
  });

  test.each([
    ['/jobs', 'noJobs'],
    ['/webhooks/deliveries', 'noDeliveries'],
  ] as const)('%s teaches what would be here, on a narrow screen too', async (path, empty) => {
    const page = await site.open(path, { language, width: 360 });
    await page.getByText(t[empty]).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  test('the audit tells who did what, and that nothing of it was changed', async () => {
    await site.stage.server.api.patch('/settings', { max_daily_messages: 42 });
    await site.stage.settle();
    const page = await site.open('/audit', { language });
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: t.check }).click();
    await page.getByText(t.intact).waitFor();
    await expectAccessible(page);
  });

  test('the audit is searched by who did what since when', async () => {
    await site.stage.server.api.patch('/settings', { max_daily_messages: 43 });
    await site.stage.settle();
    const page = await site.open('/audit', { language });
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('combobox', { name: t.what }).click();
    await page.getByRole('option', { name: t.settingsChanged, exact: true }).click();
    await page.waitForURL(/what=settings/);
    await expect
      .poll(async () =>
        (await page.getByRole('row').allTextContents())
          .slice(1)
          .every((text) => text.includes(t.settingsChanged)),
      )
      .toBe(true);
    await expectAccessible(page);
    await page.getByLabel(t.since).fill('2026-03-03');
    await page.getByText(t.noEntries).waitFor();
    await page.getByRole('button', { name: t.showAll }).click();
    await page.getByRole('row').nth(1).waitFor();

    await page.request.post('/session', {
      data: { login: 'nobody', password: 'no password' },
      headers: { 'x-vestnik': 'console' },
    });
    await site.stage.settle();
    await page.getByRole('combobox', { name: t.who }).click();
    await page.getByRole('option', { name: t.stranger }).click();
    await page.getByRole('row').nth(1).getByText(t.stranger).waitFor();
    await page.reload();
    await page.getByRole('row').nth(1).getByText(t.stranger).waitFor();
  });
});
