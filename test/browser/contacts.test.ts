import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeXlsx } from '../../server/base/xlsx/write-xlsx.ts';
import {
  expectAccessible,
  expectNoOverflow,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    file: 'Файл с контактами',
    changeFilter: 'Изменить фильтр',
    changing: /Вы меняете фильтр аудитории/,
    priority: 'Важность',
    filters: 'Фильтры',
    save: 'Сохранить',
    edit: 'Изменить…',
    newVersion: /новая редакция/,
    next: 'Дальше',
    source: 'Источник',
    basis: 'Основание',
    optIn: 'Подписка',
    audience: 'Добавить всех в список',
    check: 'Проверить без записи',
    nothingWritten: 'Это была проверка',
    run: 'Загрузить контакты',
    finished: 'Контакты загружены',
    refused: /Скачать отклонённые строки: 1/,
    phoneField: 'Поле для столбца «Телефон»',
    search: 'Найти контакт',
    select: 'Выбрать: Вера Орлова',
    tags: 'Теги…',
    addTags: 'Добавить теги',
    apply: 'Применить',
    undo: 'Вернуть',
    stop: 'Не писать',
    stopped: 'не писать',
    lastName: 'Фамилия',
    changed: 'Изменено',
    stopOne: 'Не писать…',
    reason: 'Причина',
    stopIt: 'Больше не писать',
    liftOne: 'Снять запрет…',
    because: 'Почему запрет был ошибкой',
    liftIt: 'Снять запрет',
    stops: 'Запреты',
    erase: 'Удалить данные…',
    eraseIt: 'Удалить навсегда',
    typeIt: /Чтобы подтвердить/,
    saveFilter: 'Сохранить фильтр как аудиторию…',
    allFound: 'Со всеми найденными',
    audienceName: 'Название аудитории',
    create: 'Создать',
    people: '3 человека',
    person: 'Проверить человека',
    lookUp: 'Проверить',
    isListed: 'В списке «Не писать»',
    isNotListed: 'В списке его нет',
    newSource: 'Новый источник',
    name: 'Название',
    declare: 'Объявить',
    newPoint: 'Открыть ссылку или форму',
    form: 'Форма',
    title: 'Заголовок',
    agreement: 'Текст согласия',
    open: 'Открыть',
    qr: /^QR-код/,
  },
  en: {
    file: 'File with contacts',
    changeFilter: 'Change the filter',
    changing: /You are changing the filter/,
    priority: 'Priority',
    filters: 'Filters',
    save: 'Save',
    edit: 'Change…',
    newVersion: /make a new version/,
    next: 'Next',
    source: 'Source',
    basis: 'Basis',
    optIn: 'Opt-in',
    audience: 'Put everybody on a list',
    check: 'Check without writing',
    nothingWritten: 'This was a check',
    run: 'Import the contacts',
    finished: 'The contacts are in',
    refused: /Download refused rows: 1/,
    phoneField: 'Field for the column "Телефон"',
    search: 'Find a contact',
    select: 'Select Вера Орлова',
    tags: 'Tags…',
    addTags: 'Add tags',
    apply: 'Apply',
    undo: 'Undo',
    stop: 'Do not contact',
    stopped: 'do not contact',
    lastName: 'Last name',
    changed: 'Changed',
    stopOne: 'Do not contact…',
    reason: 'Reason',
    stopIt: 'Do not contact',
    liftOne: 'Lift the stop…',
    because: 'Why the stop was a mistake',
    liftIt: 'Lift the stop',
    stops: 'Stops',
    erase: 'Erase…',
    eraseIt: 'Erase for ever',
    typeIt: /to confirm/,
    saveFilter: 'Save the filter as an audience…',
    allFound: 'All that are found',
    audienceName: 'Name of the audience',
    create: 'Make it',
    people: '3 people',
    person: 'Look somebody up',
    lookUp: 'Look up',
    isListed: 'On the do-not-contact list',
    isNotListed: 'Not on the list',
    newSource: 'New source',
    name: 'Name',
    declare: 'Declare it',
    newPoint: 'Open a link or a form',
    form: 'Form',
    title: 'Title',
    agreement: 'Words of the consent',
    open: 'Open it',
    qr: /^QR code/,
  },
};

const people = [
  { first_name: 'Вера', last_name: 'Орлова', username: 'vera_orlova', tags: ['vip'] },
  { first_name: 'Глеб', last_name: 'Ким', phone: '+79051112233', tags: ['vip'] },
  { first_name: 'Дина', username: 'dina_fomina', tags: ['vip'] },
];

describe.each(['ru', 'en'] as const)('contacts in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site?.stop());

  let made = 0;
  async function makePeople(prefix: string): Promise<number[]> {
    const ids: number[] = [];
    for (const person of people) {
      const own = person.username ? { username: `${prefix}_${person.username}` } : {};
      const phone = person.phone ? { phone: `+7905111${1000 + ++made}` } : {};
      const consent = { source: 'Fair', basis: 'opt_in' };
      const { body } = await site.stage.server.api.post('/contacts', {
        ...person,
        ...own,
        ...phone,
        tags: [prefix],
        consent,
      });
      ids.push(body.contact.id);
    }
    return ids;
  }
  const contactNow = async (id: number | undefined) =>
    (await site.stage.server.api.get(`/contacts/${id}`)).body.contact;

  test('a file is shown as it will be read, checked without writing, and brought in', async () => {
    const page = await site.open('/contacts/import', { language });
    await expectAccessible(page);
    const file = [
      'Телефон;Имя;Город',
      '8 905 222-33-01;Анна;Тверь',
      '8 905 222-33-02;Иван;Сочи',
      'нет;Пётр;Томск',
    ].join('\n');
    await page
      .getByLabel(t.file)
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    const phone = page.getByRole('combobox', { name: t.phoneField });
    await phone
      .or(page.getByRole('textbox', { name: t.phoneField }))
      .first()
      .waitFor();
    await page.getByRole('cell', { name: '+79052223301' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: t.next }).click();
    await page
      .getByLabel(new RegExp(`^${t.source}`))
      .first()
      .fill(`Fair ${language}`);
    await page
      .getByRole('combobox', { name: t.basis })
      .or(page.getByLabel(t.basis))
      .first()
      .click();
    await page.getByRole('option', { name: t.optIn }).click();
    await page.getByLabel(t.audience).first().fill('From the file');
    await page.getByRole('button', { name: t.next }).click();
    await page.getByRole('button', { name: t.check }).click();
    await page.waitForURL(/job=/);
    await site.stage.settle();
    await page.getByText(t.nothingWritten).waitFor();
    const count = async () =>
      (await site.stage.server.api.get('/contacts/count?q=7905222330')).body.count;
    expect(await count()).toBe(0);
    await page.getByRole('button', { name: t.run }).click();
    await expect
      .poll(
        async () => {
          await site.stage.settle();
          return count();
        },
        { timeout: 15_000 },
      )
      .toBe(2);
    await page.getByText(t.finished).waitFor();
    await page.getByRole('link', { name: t.refused }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  test('a workbook of Excel is brought in as it stands', async () => {
    const name = `Sheet ${language}`;
    const page = await site.open('/contacts/import', { language });
    await page.getByLabel(t.file).setInputFiles({
      name: 'people.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await workbook([
        ['Телефон', 'Имя', 'Фамилия'],
        ['8 905 333-44-01', 'Анна', name],
        ['8 905 333-44-02', 'Иван', name],
      ]),
    });
    await page.getByRole('cell', { name: '+79053334401' }).waitFor();
    await page.getByRole('button', { name: t.next }).click();
    await page
      .getByLabel(new RegExp(`^${t.source}`))
      .first()
      .fill(name);
    await page
      .getByRole('combobox', { name: t.basis })
      .or(page.getByLabel(t.basis))
      .first()
      .click();
    await page.getByRole('option', { name: t.optIn }).click();
    await page.getByRole('button', { name: t.next }).click();
    await page.getByRole('button', { name: t.run }).click();
    await page.waitForURL(/job=/);
    await site.stage.settle();
    await page.getByText(t.finished).waitFor();
    const { body } = await site.stage.server.api.get(
      `/contacts?q=${encodeURIComponent(name.split(' ')[0] ?? '')}&source=${encodeURIComponent(name)}`,
    );
    expect(body.contacts.map((c: { phone: string }) => c.phone).sort()).toEqual([
      '+79053334401',
      '+79053334402',
    ]);
  });

  test('people are found as one types, tagged, and untagged by undo', async () => {
    const [vera] = await makePeople(`tag_${language}`);
    const page = await site.open(`/contacts?tags=tag_${language}`, { language });
    await rowsAre(page, 3);
    const search = page.getByRole('searchbox', { name: t.search });
    // As slowly as people do: each letter may be searched for, and none is lost.
    await search.pressSequentially('орлова', { delay: 200 });
    await rowsAre(page, 1);
    expect(await search.inputValue()).toBe('орлова');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('орлова');
    await expectAccessible(page);
    await page.getByRole('checkbox', { name: t.select }).check();
    await page.getByRole('button', { name: t.tags }).click();
    await page.getByLabel(t.addTags).first().fill('new-tag');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: t.apply }).click();
    await page.getByRole('button', { name: t.undo }).waitFor();
    expect((await contactNow(vera)).tags).toContain('new-tag');
    await page.getByRole('button', { name: t.undo }).click();
    await expect.poll(async () => (await contactNow(vera)).tags).not.toContain('new-tag');
  });

  test('whoever is put on the do-not-contact list from the list is off it by undo', async () => {
    const [vera] = await makePeople(`stop_${language}`);
    const page = await site.open(`/contacts?tags=stop_${language}`, { language });
    await page.getByRole('checkbox', { name: t.select }).check();
    await page.getByRole('button', { name: t.stop, exact: true }).click();
    await page.getByRole('button', { name: t.undo }).waitFor();
    expect((await contactNow(vera)).opted_out_at).not.toBeNull();
    await page.getByText(t.stopped, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: t.undo }).click();
    await expect.poll(async () => (await contactNow(vera)).opted_out_at).toBeNull();
  });

  test('a contact is changed in place, stopped for a reason, freed with one, and erased by its name', async () => {
    const [vera] = await makePeople(`one_${language}`);
    const page = await site.open(`/contacts/${vera}`, { language });
    const lastName = page.getByLabel(t.lastName);
    await lastName.fill('Соколова');
    await lastName.press('Tab');
    await page.getByText(t.changed, { exact: true }).waitFor();
    expect((await contactNow(vera)).last_name).toBe('Соколова');
    await expectAccessible(page);
    await page.getByRole('button', { name: t.stopOne }).click();
    await page.getByLabel(t.reason).first().fill('Complained by phone');
    await page.getByRole('dialog').getByRole('button', { name: t.stopIt }).click();
    await page.getByRole('button', { name: t.liftOne }).click();
    await page.getByLabel(t.because).fill('It was another person');
    await page.getByRole('dialog').getByRole('button', { name: t.liftIt }).click();
    await page.getByRole('tab', { name: t.stops }).click();
    await page.getByText('Complained by phone').first().waitFor();
    expect((await contactNow(vera)).opted_out_at).toBeNull();
    await page.getByRole('button', { name: t.erase }).click();
    await page.getByLabel(t.typeIt).fill('Вера Соколова');
    await page.getByRole('button', { name: t.eraseIt }).click();
    await page.waitForURL(/\/app\/contacts$/);
    expect(await contactNow(vera)).toBeUndefined();
  });

  test('a filter becomes an audience that tells its size and its people', async () => {
    await makePeople(`aud_${language}`);
    const page = await site.open(`/contacts?tags=aud_${language}`, { language });
    await page.getByRole('button', { name: t.allFound }).click();
    await page.getByRole('menuitem', { name: t.saveFilter }).click();
    await page.getByLabel(t.audienceName).fill(`Autumn ${language}`);
    await page.getByRole('dialog').getByRole('button', { name: t.create }).click();
    await page.getByRole('heading', { name: `Autumn ${language}`, level: 1 }).waitFor();
    await page.getByText(t.people).waitFor();
    await rowsAre(page, 3);
    await expectAccessible(page);
  });

  test('the filter of an audience is changed among the contacts, and back by undo', async () => {
    const [vera] = await makePeople(`edit_${language}`);
    const { api } = site.stage.server;
    await api.patch(`/contacts/${vera}`, { priority: 9 });
    const filter = { tags: [`edit_${language}`] };
    const made = await api.post('/audiences', { name: `Edited ${language}`, filter });
    const { id } = made.body.audience;
    const saved = async () => (await api.get(`/audiences/${id}`)).body.audience.filter;
    const page = await site.open(`/contacts/audiences?id=${id}`, { language });
    await page.getByRole('link', { name: t.changeFilter }).click();
    await page.getByText(t.changing).waitFor();
    await rowsAre(page, 3);
    await page.getByRole('combobox', { name: t.priority }).click({ force: true });
    await page.getByRole('option', { name: '9', exact: true }).click();
    await rowsAre(page, 1);
    await page.keyboard.press('Escape');
    await expectAccessible(page);
    await page.getByRole('button', { name: t.save, exact: true }).click();
    await page.getByRole('heading', { name: `Edited ${language}`, level: 1 }).waitFor();
    expect(await saved()).toEqual({ ...filter, priority: [9] });
    await rowsAre(page, 1);
    await page.getByRole('button', { name: t.undo }).click();
    await expect.poll(saved).toEqual(filter);
  });

  test('somebody is looked up on the do-not-contact list by what they are known by', async () => {
    await site.stage.server.api.post('/do-not-contact', { phone: '+79053334455', reason: 'asked' });
    const page = await site.open('/contacts/do-not-contact', { language, width: 360 });
    const person = page.getByRole('searchbox', { name: t.person });
    await person.fill('8 905 333-44-55');
    await page.getByRole('button', { name: t.lookUp, exact: true }).click();
    await page.getByText(t.isListed).first().waitFor();
    await person.fill('@nobody_of_this_name');
    await page.getByRole('button', { name: t.lookUp, exact: true }).click();
    await page.getByText(t.isNotListed).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  test('a source is declared and a form opened under it, with its QR code', async () => {
    const page = await site.open('/contacts/sources', { language });
    const name = `Stand ${language}`;
    await page.getByRole('button', { name: t.newSource }).first().click();
    await page.getByRole('dialog').getByLabel(t.name).fill(name);
    await page.getByRole('button', { name: t.declare }).click();
    const source = page.getByRole('region', { name });
    await source.getByRole('button', { name: t.newPoint }).click();
    await page.getByRole('radio', { name: t.form }).check();
    await page.getByLabel(t.title).fill('News');
    await page.getByLabel(t.agreement).fill('I agree to get news');
    await page.getByRole('dialog').getByRole('button', { name: t.open, exact: true }).click();
    await source.getByRole('img', { name: t.qr }).waitFor();
    await expectAccessible(page);
    await source.getByRole('button', { name: t.edit }).click();
    const editor = page.getByRole('dialog');
    await editor.getByLabel(t.title).fill('Other news');
    await editor.getByLabel(t.agreement).fill('I agree to get other news');
    await editor.getByText(t.newVersion).waitFor();
    await expectAccessible(page);
    await editor.getByRole('button', { name: t.save, exact: true }).click();
    await source.getByText('Other news', { exact: true }).waitFor();
    const { body } = await site.stage.server.api.get('/opt-in/points');
    expect(body.points.find((point: { source: string }) => point.source === name)).toMatchObject({
      title: 'Other news',
      agreement: 'I agree to get other news',
      fields: { name: 'optional', phone: 'required' },
    });
  });
});

async function rowsAre(page: Page, count: number): Promise<void> {
  await expect
    .poll(() => page.getByRole('table').getByRole('row').count(), { timeout: 15_000 })
    .toBe(count + 1);
}

async function workbook(rows: string[][]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  async function* cells() {
    yield* rows;
  }
  await writeXlsx(cells(), async (bytes) => void parts.push(bytes));
  return Buffer.concat(parts);
}
