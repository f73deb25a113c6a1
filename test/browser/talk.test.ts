import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server.ts';
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
    history: 'Переписка',
    draft: 'Черновик ИИ',
    send: 'Отправить',
    edit: 'Изменить',
    discard: 'Выбросить',
    discarded: 'Черновик выброшен',
    attach: 'Приложить файл',
    message: 'Сообщение',
    sendAs: 'Отправить как',
    asFile: 'Файл',
    detach: 'Убрать файл',
    photo: 'Фото',
    play: /Включить:/,
    voice: 'Голосовое',
    video: 'Видео',
    round: 'Кружок',
    download: /^Скачать /,
    snooze: 'Отложить',
    remind: 'О чём напомнить',
    hour: 'На час',
    until: 'До какого времени',
    snoozedUntil: 'Отложен до',
    wake: 'Больше не откладывать',
    undo: 'Вернуть',
    take: 'Взять',
    taken: 'Диалог ваш',
    handBack: 'Вернуть скрипту',
    actions: 'Действия с диалогом',
    nobody: 'Никто',
    person: 'О человеке',
    notes: 'Заметки к диалогу',
    notesSaved: 'Заметки сохранены',
    byPeople: 'ведут люди',
    byScript: 'ведёт скрипт',
  },
  en: {
    history: 'Conversation',
    draft: 'Draft of the AI',
    send: 'Send',
    edit: 'Edit',
    discard: 'Discard',
    discarded: 'The draft is discarded',
    attach: 'Attach a file',
    message: 'Message',
    sendAs: 'Send as',
    asFile: 'File',
    detach: 'Remove the file',
    photo: 'Photo',
    play: /Play:/,
    voice: 'Voice message',
    video: 'Video',
    round: 'Video note',
    download: /^Download /,
    snooze: 'Snooze',
    remind: 'What to remind of',
    hour: 'For an hour',
    until: 'Until when',
    snoozedUntil: 'Snoozed until',
    wake: 'Wake it now',
    undo: 'Undo',
    take: 'Take over',
    taken: 'The dialog is yours',
    handBack: 'Hand back',
    actions: 'Actions on the dialog',
    nobody: 'Nobody',
    person: 'About the person',
    notes: 'Notes on the dialog',
    notesSaved: 'The notes are saved',
    byPeople: 'led by people',
    byScript: 'led by the script',
  },
};

/** 1×1, grey. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  let llm: LlmServer;
  let site: TestConsole;
  let account: TestAccount;
  let people = 0;

  beforeAll(async () => {
    llm = await startLlmServer();
    site = await openConsole({
      MAX_DAILY_ACTIVE: '1000',
      LLM_BASE_URL: llm.url,
      LLM_API_KEY: 'key',
      LLM_MODEL: 'model',
    });
    account = await site.stage.account();
  });
  afterAll(async () => {
    await site?.stop();
    await llm?.close();
  });

  type Writer = Person & { name: string; dialog: number };
  const api = () => site.stage.server.api;
  const talk = (page: Page) => page.getByRole('region', { name: t.history });
  const dialogNow = async ({ dialog }: Writer) =>
    (await api().get(`/dialogs/number/${dialog}`)).body.dialog;

  /** Somebody who wrote to an account. */
  async function writer(to = account): Promise<Writer> {
    const { stage } = site;
    const name = `Person${++people}`;
    const [person] = (await stage.audience(1, { firstName: name })).people;
    if (!person) throw new Error('nobody');
    await stage.write(person, to, `How much is it, ${name}?`);
    await stage.advance(60);
    const { body } = await api().get(`/dialogs/${person.telegramId}`);
    return { ...person, name, dialog: body.dialogs[0].id };
  }

  /** Somebody to whom the AI would answer `draft`. */
  async function drafted(draft: string): Promise<Writer> {
    const own = await site.stage.account();
    const role = await api().post('/assistant/roles', {
      name: `Role ${people}`,
      prompt: 'You sell courses.',
      mode: 'draft',
    });
    await api().put(`/accounts/${own.key}/role`, { role_id: role.body.role.id });
    llm.otherwise = () => draft;
    const person = await writer(own);
    await site.stage.until('the draft', async () => {
      await site.stage.settle();
      const { body } = await api().get(
        `/assistant/answers?status=draft&dialog_id=${person.dialog}`,
      );
      return body.answers.length === 1;
    });
    return person;
  }
  const sentTo = (person: Person) => site.stage.textsTo(person.telegramId);
  const arrives = (person: Person, text: string) =>
    site.stage.until(text, async () => {
      await site.stage.advance(5);
      return (await sentTo(person)).includes(text);
    });

  test('a draft of the AI leaves as it is by one key', async () => {
    const person = await drafted('Five lessons are in it.');
    const page = await site.open(`/inbox/${person.dialog}`, { language });
    const draft = page.getByRole('region', { name: t.draft });
    await draft.getByText('Five lessons are in it.').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('a');
    await draft.waitFor({ state: 'detached' });
    await talk(page).getByText('Five lessons are in it.').waitFor();
    await arrives(person, 'Five lessons are in it.');
  });

  test('a draft of the AI leaves in other words, or not at all', async () => {
    const person = await drafted('It costs a lot.');
    const page = await site.open(`/inbox/${person.dialog}`, { language, width: 360 });
    const draft = page.getByRole('region', { name: t.draft });
    await draft.getByRole('button', { name: t.edit }).click();
    await draft.getByRole('textbox', { name: t.draft }).fill('It costs ten.');
    await expectAccessible(page);
    await expectNoOverflow(page);
    await draft.getByRole('button', { name: t.send }).click();
    await talk(page).getByText('It costs ten.').waitFor();
    await arrives(person, 'It costs ten.');

    const other = await drafted('Nonsense.');
    await page.goto(`/app/inbox/${other.dialog}`);
    await draft.getByRole('button', { name: t.discard }).click();
    await page.getByText(t.discarded).waitFor();
    await draft.waitFor({ state: 'detached' });
    await site.stage.advance(60);
    expect(await sentTo(other)).toEqual([]);
    await page.reload();
    await talk(page).getByText(other.name).waitFor();
    expect(await draft.count()).toBe(0);
  });

  test('a picture is sent with words, a text as a file, and what is too much is taken off', async () => {
    const person = await writer();
    const page = await site.open(`/inbox/${person.dialog}?view=all`, { language });
    const field = page.getByRole('textbox', { name: t.message, exact: true });
    await field.waitFor();
    const choose = page.locator('input[type=file]');
    await choose.setInputFiles({ name: 'desk.png', mimeType: 'image/png', buffer: PNG });
    await page.getByText('desk.png').waitFor();
    await page.getByRole('radio', { name: t.photo }).waitFor({ state: 'attached' });
    await expectAccessible(page);
    await page.getByRole('button', { name: t.detach }).click();
    await page.getByText('desk.png').waitFor({ state: 'detached' });

    await choose.setInputFiles({ name: 'desk.png', mimeType: 'image/png', buffer: PNG });
    await field.fill('Here it is');
    await page.keyboard.press('Enter');
    await talk(page).getByText('Here it is').waitFor();
    await talk(page).getByRole('img', { name: 'Here it is' }).waitFor();
    await choose.setInputFiles({
      name: 'price.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('ten roubles'),
    });
    await page.getByRole('button', { name: t.send, exact: true }).click();
    await talk(page)
      .getByRole('link', { name: /price\.txt/ })
      .waitFor();
    await site.stage.until('both files', async () => {
      await site.stage.advance(5);
      const { messages } = await site.stage.control.get<{ messages: { media?: unknown }[] }>(
        `/messages?to=${person.telegramId}`,
      );
      return messages.filter(({ media }) => media).length === 2;
    });
    await expectAccessible(page);
  });

  test('what people record is heard and seen where they said it', async () => {
    const person = await writer();
    const { control } = site.stage;
    for (const type of ['photo', 'voice', 'video', 'video_note', 'document'])
      await control.post(`/users/${person.telegramId}/messages`, {
        to: account.telegramId,
        media: { type },
      });
    await site.stage.until('all five', async () => {
      await site.stage.settle();
      const { body } = await api().get(`/dialogs/number/${person.dialog}/messages`);
      return body.messages.length === 6;
    });
    const page = await site.open(`/inbox/${person.dialog}?view=all`, { language });
    const picture = talk(page).getByRole('img', { name: t.photo });
    await picture.waitFor();
    await expect
      .poll(() => picture.evaluate((img) => 'naturalWidth' in img && Number(img.naturalWidth) > 0))
      .toBe(true);
    for (const [name, tag] of [
      [t.voice, 'audio'],
      [t.video, 'video'],
      [t.round, 'video'],
    ] as const) {
      await talk(page)
        .getByRole('button', { name: t.play })
        .filter({ hasText: new RegExp(`${name}( ·|$)`) })
        .click();
      const player = talk(page).locator(`${tag}[aria-label="${name}"]`);
      await player.waitFor();
      await expect
        .poll(() => player.evaluate((media) => 'duration' in media && Number(media.duration) > 0))
        .toBe(true);
    }
    const file = talk(page).getByRole('link', { name: t.download });
    const saved = page.waitForEvent('download');
    await file.click();
    expect(await (await saved).failure()).toBeNull();
    await expectAccessible(page);
  });

  test('a dialog is put off with a note, for an hour or until a moment, and woken', async () => {
    const person = await writer();
    const page = await site.open(`/inbox/${person.dialog}?view=all`, { language });
    const snooze = page.getByRole('button', { name: t.snooze, exact: true });
    await snooze.first().click();
    await page.getByRole('textbox', { name: t.remind }).fill('Ask about the price');
    await expectAccessible(page);
    await page.getByRole('button', { name: t.hour }).click();
    await page.getByText(t.snoozedUntil).first().waitFor();
    await page.getByText('Ask about the price').first().waitFor();
    const { now } = site.stage.server.clock;
    expect((await dialogNow(person)).snoozed_until).toBe(
      new Date(now().getTime() + 3_600_000).toISOString(),
    );
    await page.getByRole('button', { name: t.undo, exact: true }).click();
    await expect.poll(async () => (await dialogNow(person)).snoozed_until).toBeNull();

    await snooze.first().click();
    await page.getByLabel(t.until).fill('2026-03-20T12:00');
    await page.getByRole('dialog').getByRole('button', { name: t.snooze, exact: true }).click();
    await expect
      .poll(async () => (await dialogNow(person)).snoozed_until)
      .toBe('2026-03-20T09:00:00.000Z');
    await snooze.first().click();
    await page.getByRole('button', { name: t.wake }).click();
    await expect.poll(async () => (await dialogNow(person)).snoozed_until).toBeNull();
  });

  test('a dialog that a script leads is taken over, handed back, and given to somebody', async () => {
    const colleague = await api().post('/operators', { name: 'Boris' });
    const script = await api().post('/scripts', {
      name: 'Courses',
      stages: [{ content: 'Shall I tell you more?' }, { content: 'Here it is.' }],
    });
    const { people: someone, id } = await site.stage.audience(1, { firstName: 'Led' });
    const campaign = await api().post('/campaigns', {
      name: 'Autumn',
      script_id: script.body.script.id,
      accounts: [account.key],
      audience_id: id,
      schedule: { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] },
    });
    await api().post(`/campaigns/${campaign.body.campaign.id}/launch`);
    await site.stage.advance(60);
    const { body } = await api().get(`/dialogs/${someone[0]?.telegramId}`);
    const number: number = body.dialogs[0].id;
    const now = async () => (await api().get(`/dialogs/number/${number}`)).body.dialog;

    const page = await site.open(`/inbox/${number}?view=all`, { language });
    await page.getByText(t.byScript).first().waitFor();
    await page.getByRole('button', { name: t.take, exact: true }).click();
    await page.getByText(t.taken, { exact: true }).waitFor();
    await page.getByText(t.byPeople).first().waitFor();
    expect(await now()).toMatchObject({ status: 'waiting', operator_id: expect.any(Number) });
    await page.getByRole('button', { name: t.handBack }).click();
    await page.getByText(t.byScript).first().waitFor();
    expect(await now()).toMatchObject({ status: 'active', is_automatic: true });

    await page.getByRole('button', { name: t.actions }).click();
    await page.getByRole('menuitem', { name: 'Boris' }).click();
    await expect.poll(async () => (await now()).operator_id).toBe(colleague.body.operator.id);
    await page.getByRole('button', { name: t.actions }).click();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: t.nobody }).click();
    await expect.poll(async () => (await now()).operator_id).toBeNull();
  });

  test('notes are kept when the field is left, and are there for everybody', async () => {
    const person = await writer();
    const page = await site.open(`/inbox/${person.dialog}?view=all&pane=person`, { language });
    const notes = page.getByRole('textbox', { name: t.notes });
    await notes.fill('Prefers to be called after six');
    await notes.blur();
    await page.getByText(t.notesSaved).waitFor();
    expect((await dialogNow(person)).notes).toBe('Prefers to be called after six');
    const other = await site.open(`/inbox/${person.dialog}?view=all&pane=person`, { language });
    await expect
      .poll(() => other.getByRole('textbox', { name: t.notes }).inputValue())
      .toBe('Prefers to be called after six');
  });
});
