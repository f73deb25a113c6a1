import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectAccessible,
  expectNoOverflow,
  type Language,
  languages,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    write: 'Новый скрипт',
    name: 'Название',
    text: 'Текст',
    unknown: /Переменной nosuch нет/,
    insert: 'Вставить данные',
    firstName: /^Имя first_name/,
    preview: 'Как это увидит человек',
    hello: 'Здравствуйте, Анна!',
    addStage: 'Добавить этап',
    stage: (n: number) => `Этап ${n}`,
    moveUp: (n: number) => `Поднять этап ${n}`,
    remove: (n: number) => `Удалить этап ${n}`,
    undo: 'Вернуть',
    saveNew: 'Сохранить скрипт',
    saveSecond: 'Сохранить как версию 2',
    versions: 'Версии',
    file: 'Файл',
    choose: 'Выбрать файл',
    download: 'Скачать prices.txt',
    unsaved: 'Есть несохранённые изменения',
    greeting: 'Здравствуйте, ',
    addVariant: 'Добавить вариант',
    half: 'достанется 50 % людей',
    archive: 'В архив',
  },
  en: {
    write: 'New script',
    name: 'Name',
    text: 'Text',
    unknown: /There is no variable nosuch/,
    insert: 'Insert data',
    firstName: /^First name first_name/,
    preview: 'As the person sees it',
    hello: 'Hello, Anna!',
    addStage: 'Add a stage',
    stage: (n: number) => `Stage ${n}`,
    moveUp: (n: number) => `Move stage ${n} up`,
    remove: (n: number) => `Delete stage ${n}`,
    undo: 'Undo',
    saveNew: 'Save the script',
    saveSecond: 'Save as version 2',
    versions: 'Versions',
    file: 'File',
    choose: 'Choose a file',
    download: 'Download prices.txt',
    unsaved: 'There are unsaved changes',
    greeting: 'Hello, ',
    addVariant: 'Add a variant',
    half: 'goes to 50% of people',
    archive: 'Archive',
  },
};

let site: TestConsole;
beforeAll(async () => {
  site = await openConsole();
});
afterAll(() => site?.stop());

async function makeScript(name: string): Promise<number> {
  const { body } = await site.stage.server.api.post('/scripts', {
    name,
    stages: [{ content: 'Good day. Shall I tell you?' }, { content: 'Here it is.' }],
  });
  return body.script.id;
}

const stageOf = (page: Page, language: Language, n: number) =>
  page.getByRole('region', { name: words[language].stage(n), exact: true });

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  const textOf = (page: Page, n: number) =>
    stageOf(page, language, n).getByRole('textbox', { name: t.text });

  test('a script is written, checked and seen while it is typed, and kept', async () => {
    const page = await site.open('/scripts', { language });
    await page.getByRole('link', { name: t.write }).first().click();
    await page.getByRole('textbox', { name: t.name }).fill(`Осень ${language}`);
    await textOf(page, 1).fill('{{ nosuch }}');
    await page.getByText(t.unknown).waitFor();
    expect(await page.getByRole('button', { name: t.saveNew }).isDisabled()).toBe(true);

    await textOf(page, 1).fill(t.greeting);
    await page.getByRole('button', { name: t.insert }).click();
    await page.getByRole('menuitem', { name: t.firstName }).click();
    await textOf(page, 1).press('End');
    await textOf(page, 1).pressSequentially('!');
    await page.getByRole('region', { name: t.preview }).last().getByText(t.hello).waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: t.saveNew }).click();
    await page.waitForURL(/\/scripts\/\d+$/);
    await page.getByRole('heading', { level: 1, name: `Осень ${language}` }).waitFor();
    await page.reload();
    await expect.poll(() => textOf(page, 1).inputValue()).toContain('first_name | default:');
  });

  test('stages are added, moved by the keyboard, taken out and brought back', async () => {
    const id = await makeScript(`Stages ${language}`);
    const page = await site.open(`/scripts/${id}`, { language });
    await page.getByRole('button', { name: t.addStage }).click();
    await page.keyboard.type('The third.');
    await page.getByRole('button', { name: t.moveUp(3) }).press('Enter');
    // The focus went along: the same key moves it on.
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(page, 1).inputValue()).toBe('The third.');
    await page.getByRole('button', { name: t.remove(1) }).click();
    await expect.poll(() => textOf(page, 1).inputValue()).toContain('Good day');
    await page.getByRole('button', { name: t.undo }).click();
    await expect.poll(() => textOf(page, 1).inputValue()).toBe('The third.');

    // What isn't saved outlives the tab.
    await page.reload();
    await page.getByText(t.unsaved).waitFor();
    await page.getByRole('button', { name: t.saveSecond }).click();
    await page.getByRole('tab', { name: t.versions }).click();
    await page.locator('ins', { hasText: 'The third.' }).first().waitFor();
    await expectAccessible(page);
  });

  test('a file is brought and shown, a variant gets its share', async () => {
    const id = await makeScript(`Files ${language}`);
    const page = await site.open(`/scripts/${id}`, { language });
    const first = stageOf(page, language, 1);
    await first.getByText(t.file, { exact: true }).click();
    const chooser = page.waitForEvent('filechooser');
    await first.getByRole('button', { name: t.choose }).click();
    const file = { name: 'prices.txt', mimeType: 'text/plain', buffer: Buffer.from('A cup: 3') };
    await (await chooser).setFiles(file);
    await first.getByRole('link', { name: t.download }).waitFor();
    await stageOf(page, language, 2).getByRole('button', { name: t.addVariant }).click();
    await page.getByText(t.half).first().waitFor();
    await page.getByRole('button', { name: t.saveSecond }).click();
    await page.getByText(t.unsaved).waitFor({ state: 'detached' });
    const { body } = await site.stage.server.api.get(`/scripts/${id}`);
    expect(body.script.stages[0].variants[0].filename).toBe('prices.txt');
    expect(body.script.stages[1].variants).toHaveLength(2);
  });

  test('a script put away comes back by one click', async () => {
    const name = `Archive ${language}`;
    await makeScript(name);
    const page = await site.open('/scripts', { language });
    const row = page.getByRole('row', { name });
    await row.getByRole('button', { name: t.archive }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t.undo }).click();
    await row.waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('everybody can read and reach it (%s, %d px)', async (scheme, width) => {
    const id = await makeScript(`Seen ${language} ${scheme}`);
    const page = await site.open('/scripts', { language, scheme, width });
    await page.getByRole('row').nth(1).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.goto(`/app/scripts/${id}`);
    await textOf(page, 2).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
