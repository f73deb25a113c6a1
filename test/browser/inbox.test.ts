import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import type { Person } from '../support/stage.ts';
import {
  expectAccessible,
  expectNoOverflow,
  languages,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    inbox: 'Входящие',
    unread: 'Не прочитано',
    nobody: 'Никто не ждёт',
    list: 'Диалоги',
    history: 'Переписка',
    message: 'Сообщение',
    all: 'Все',
    keys: 'Клавиши',
    search: 'Поиск по людям',
    completed: 'Диалог завершён',
    undo: 'Вернуть',
    reopened: 'Диалог снова ждёт человека',
    person: 'О человеке',
    write: 'Больше не писать',
    stopped: 'Просил не писать',
    because: 'Почему запрет неверен',
    lift: 'Снять запрет',
    notes: 'Заметки к диалогу',
    notesSaved: 'Заметки сохранены',
    refusal: 'Понято как отказ',
    correct: 'Исправить',
    right: 'Что человек имел в виду',
    question: 'вопрос',
    why: 'Почему',
    corrected: 'исправлено: вопрос',
  },
  en: {
    inbox: 'Inbox',
    unread: 'Unread',
    nobody: 'Nobody is waiting',
    list: 'Dialogs',
    history: 'Conversation',
    message: 'Message',
    all: 'All',
    keys: 'Keys',
    search: 'Search people',
    completed: 'The dialog is completed',
    undo: 'Undo',
    reopened: 'The dialog waits for a person again',
    person: 'About the person',
    write: 'Write no more',
    stopped: 'Asked not to be written to',
    because: 'Why it was wrong',
    lift: 'Lift it',
    notes: 'Notes on the dialog',
    notesSaved: 'The notes are saved',
    refusal: 'Understood as refusal',
    correct: 'Correct it',
    right: 'What the person meant',
    question: 'question',
    why: 'Why',
    corrected: 'corrected: question',
  },
};

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  let account: TestAccount;
  let people = 0;

  beforeAll(async () => {
    site = await openConsole({ MAX_DAILY_ACTIVE: '1000' });
    account = await site.stage.account();
  });
  afterAll(() => site?.stop());

  /** Somebody whose dialog waits for a person. */
  async function waiting(): Promise<Person & { name: string; dialog: number }> {
    const { stage } = site;
    const name = `Person${++people}`;
    const [person] = (await stage.audience(1, { firstName: name })).people;
    if (!person) throw new Error('nobody');
    await stage.write(person, account, `Hello from ${name}`);
    await stage.advance(60);
    const { body } = await stage.server.api.get(`/dialogs/${person.telegramId}`);
    const dialog = body.dialogs[0].id;
    await stage.server.api.post(`/dialogs/number/${dialog}/hand-over`);
    return { ...person, name, dialog };
  }

  const rowOf = (page: Page, name: string) =>
    page.getByRole('list', { name: t.list }).getByRole('link').filter({ hasText: name });
  const talk = (page: Page) => page.getByRole('region', { name: t.history });

  test('an inbox where nobody waits says so, on a narrow screen too', async () => {
    const page = await site.open('/inbox', { language, width: 360 });
    await page.getByRole('heading', { name: t.inbox, level: 1 }).waitFor();
    await page.getByText(t.nobody).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  test('the keyboard alone leads to a person, answers them, and finishes', async () => {
    const first = await waiting();
    const second = await waiting();
    const page = await site.open('/inbox', { language });
    await rowOf(page, first.name).waitFor();
    await page.keyboard.press('j');
    await talk(page).getByText(`Hello from ${first.name}`).waitFor();
    await page.keyboard.press('j');
    await talk(page).getByText(`Hello from ${second.name}`).waitFor();
    await page.keyboard.press('k');
    await talk(page).getByText(`Hello from ${first.name}`).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/app/inbox/${first.dialog}`);
    await expectAccessible(page);
    await page.keyboard.press('r');
    await page.keyboard.type('jek are keys elsewhere');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('and a second line');
    await page.keyboard.press('Enter');
    await talk(page).getByText('jek are keys elsewhere').waitFor();
    await site.stage.advance(10);
    await site.stage.until('the answer', async () =>
      (await site.stage.textsTo(first.telegramId)).includes(
        'jek are keys elsewhere\nand a second line',
      ),
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByText(t.completed).waitFor();
    await page.getByRole('button', { name: t.undo, exact: true }).click();
    await page.getByText(t.reopened).waitFor();
  });

  test('what was begun in one dialog is there after a look at another', async () => {
    const one = await waiting();
    const other = await waiting();
    const page = await site.open(`/inbox/${one.dialog}`, { language });
    const field = page.getByRole('textbox', { name: t.message, exact: true });
    await field.fill('half a thought');
    await rowOf(page, other.name).click();
    await talk(page).getByText(`Hello from ${other.name}`).waitFor();
    expect(await field.inputValue()).toBe('');
    await rowOf(page, one.name).click();
    await talk(page).getByText(`Hello from ${one.name}`).waitFor();
    expect(await field.inputValue()).toBe('half a thought');
  });

  test('what a person writes appears by itself, and the list is searched', async () => {
    const person = await waiting();
    await waiting();
    const page = await site.open(`/inbox/${person.dialog}?view=all`, { language });
    await talk(page).getByText(`Hello from ${person.name}`).waitFor();
    // What was said stands on a ground of its own, in the console as it is built.
    const ground = await page.evaluate(
      'getComputedStyle(document.querySelector("[data-from=person] > div")).backgroundColor',
    );
    expect(ground).toBe('rgb(255, 255, 255)');
    await site.stage.write(person, account, 'One more thing');
    await talk(page).getByText('One more thing').waitFor();
    await page.getByRole('searchbox', { name: t.search }).fill(person.name);
    await page.waitForURL(/q=Person/);
    await rowOf(page, person.name).waitFor();
    await site.stage.until(
      'one row',
      async () => (await page.getByRole('list', { name: t.list }).getByRole('link').count()) === 1,
    );
  });

  test('what was read in one browser is read in another', async () => {
    const person = await waiting();
    const first = await site.open('/inbox', { language });
    await rowOf(first, person.name).getByText(t.unread).waitFor();
    await rowOf(first, person.name).click();
    await talk(first).getByText(`Hello from ${person.name}`).waitFor();
    await rowOf(first, person.name).getByText(t.unread).waitFor({ state: 'detached' });
    const second = await site.open('/inbox', { language });
    await rowOf(second, person.name).waitFor();
    expect(await rowOf(second, person.name).getByText(t.unread).count()).toBe(0);
    await site.stage.write(person, account, 'Are you there?');
    await rowOf(second, person.name).getByText(t.unread).waitFor();
  });

  test('of a long talk only what is near stands in the page, and its beginning is reached', async () => {
    const person = await waiting();
    await site.stage.server.app.db.execute(sql`
      insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
        content, created_at, sent_at, status)
      select d.workspace_id, d.id, d.sender_id, d.contact_id, 'in', 'text', 'line ' || n,
        m.created_at + n * interval '1 second', m.sent_at, 'received'
      from dialogs d
      cross join lateral (select * from messages where dialog_id = d.id limit 1) m
      cross join generate_series(1, 400) n
      where d.number = ${person.dialog}`);
    const page = await site.open(`/inbox/${person.dialog}?view=all`, { language });
    await talk(page).getByText('line 400', { exact: true }).waitFor();
    const bubbles = () => talk(page).locator('[data-message]').count();
    await expect
      .poll(
        async () => {
          await talk(page).evaluate((element) => element.scrollTo(0, -element.scrollHeight));
          return talk(page).getByText(`Hello from ${person.name}`).count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    expect(await bubbles()).toBeLessThan(200);
    await talk(page).evaluate((element) => element.scrollTo(0, 0));
    await talk(page).getByText('line 400', { exact: true }).waitFor();
    expect(await bubbles()).toBeLessThan(200);
    await expectAccessible(page);
  });

  test('a person is left alone at once, and the stop is lifted for a reason only', async () => {
    const person = await waiting();
    const page = await site.open(`/inbox/${person.dialog}?pane=person`, { language, width: 360 });
    await page.getByRole('button', { name: t.write }).click();
    await page.getByText(t.stopped).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    const lift = page.getByRole('button', { name: t.lift });
    expect(await lift.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: t.because }).fill('They never asked for it');
    await lift.click();
    await page.getByRole('button', { name: t.write }).waitFor();
    await page.getByRole('textbox', { name: t.notes }).fill('Likes tea');
    await page.getByRole('textbox', { name: t.notes }).blur();
    await page.getByText(t.notesSaved).waitFor();
  });

  test('a verdict tells what it comes from, and is corrected', async () => {
    const person = await waiting();
    await site.stage.write(person, account, 'Stop writing to me');
    await site.stage.advance(30);
    const page = await site.open(`/inbox/${person.dialog}?view=all`, { language });
    await page.getByRole('button', { name: t.refusal }).click();
    await page.getByRole('combobox', { name: t.right }).click();
    await page.getByRole('option', { name: t.question }).click();
    await page.getByRole('textbox', { name: t.why, exact: true }).fill('It was a joke');
    await page.getByRole('button', { name: t.correct, exact: true }).click();
    await page.getByText(t.corrected).first().waitFor();
  });

  test('all keys are told by the question mark', async () => {
    const page = await site.open('/inbox', { language });
    await page.getByRole('heading', { name: t.inbox, level: 1 }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: t.keys }).waitFor();
    await expectAccessible(page);
  });
});
