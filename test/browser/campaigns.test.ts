import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Campaigns, campaignsOf } from '../support/campaigns.ts';
import {
  expectAccessible,
  expectNoOverflow,
  languages,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    make: 'Новая кампания',
    audience: 'Аудитория',
    script: 'Скрипт',
    next: 'Дальше',
    steps: 'Шаги',
    forecast: 'Прогноз',
    launchStep: 'Запуск',
    rules: 'Правила',
    maxFirst: 'Новых людей в день, не больше',
    willLimit: 'Новых людей в день — не больше 7',
    willWrite: /Напишем первыми 3 людям с 1 аккаунта/,
    saved: 'Черновик сохранён',
    chart: 'Первые сообщения и напоминания по дням и аккаунтам',
    table: 'Таблицей',
    launch: 'Запустить кампанию',
    running: 'Идёт',
    pause: 'Поставить на паузу',
    pausedByErrors: 'Кампания остановилась сама: слишком много не дошло',
    seeFailed: 'Кому не дошло',
    resume: 'Продолжить',
    csv: 'Скачать CSV',
    paused: 'Кампания на паузе',
    undo: 'Вернуть',
    people: 'Люди',
    status: 'Состояние',
    stopped: /^Остановлены/,
    refused: 'Человек отказался.',
    results: 'Результаты',
    stage: 'Этап 1',
    settings: 'Настройки',
    save: 'Сохранить',
    applied: /Начнёт действовать/,
    finish: 'Завершить',
    done: 'Завершена',
    rehearsals: 'Репетиции',
    rehearse: 'Начать репетицию',
    howMany: 'Сколько людей разыграть',
    breakOff: 'Прервать',
    brokenOff: 'Репетицию прервали',
    report: 'На что обратить внимание',
    dialogs: 'Примеры диалогов',
    deleteDraft: 'Удалить черновик',
  },
  en: {
    make: 'New campaign',
    audience: 'Audience',
    script: 'Script',
    next: 'Next',
    steps: 'Steps',
    forecast: 'Forecast',
    launchStep: 'Launch',
    rules: 'Rules',
    maxFirst: 'New people a day, at most',
    willLimit: 'At most 7 new people a day',
    willWrite: /We write first to 3 people, from 1 account/,
    saved: 'The draft is saved',
    chart: 'First messages and reminders by day and account',
    table: 'As a table',
    launch: 'Launch the campaign',
    running: 'Running',
    pause: 'Pause',
    pausedByErrors: 'The campaign paused by itself: too much failed',
    seeFailed: 'Who was not reached',
    resume: 'Go on',
    csv: 'Download CSV',
    paused: 'The campaign is paused',
    undo: 'Undo',
    people: 'People',
    status: 'State',
    stopped: /^Stopped/,
    refused: 'The person refused.',
    results: 'Results',
    stage: 'Stage 1',
    settings: 'Settings',
    save: 'Save',
    applied: /It counts from the next message/,
    finish: 'Finish',
    done: 'Done',
    rehearsals: 'Rehearsals',
    rehearse: 'Start the rehearsal',
    howMany: 'How many people to play',
    breakOff: 'Break off',
    brokenOff: 'The rehearsal was broken off',
    report: 'What to look at',
    dialogs: 'Sample dialogs',
    deleteDraft: 'Delete the draft',
  },
};

let site: TestConsole;
let campaigns: Campaigns;
let script: number;
beforeAll(async () => {
  site = await openConsole({ MAX_DAILY_ACTIVE: '1000' });
  campaigns = campaignsOf(site.stage);
  await site.stage.account();
  script = await campaigns.script('Здравствуйте! Вы оставляли заявку. Рассказать?', 'Вот.');
});
afterAll(() => site?.stop());

/** Opens a list of choices and takes one, however many there are. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  const goTo = (page: Page, step: string) =>
    page.getByRole('navigation', { name: t.steps }).getByRole('button', { name: step }).click();

  test('a campaign is put together, outlives a reload, is forecast and launched', async () => {
    const { id } = await site.stage.audience(3);
    const audience = await site.stage.server.api.get(`/audiences/${id}`);
    const kept = await site.stage.server.api.get(`/scripts/${script}`);
    const page = await site.open('/campaigns', { language });
    await page.getByRole('link', { name: t.make }).first().click();
    await choose(page, t.audience, audience.body.audience.name);
    await page.getByRole('button', { name: t.next }).click();
    await choose(page, t.script, kept.body.script.name);
    await page.getByRole('button', { name: t.next }).click();
    await page.waitForURL(/draft=\d+.*step=accounts|step=accounts.*draft=\d+/);

    await goTo(page, t.rules);
    await page.getByRole('textbox', { name: t.maxFirst }).fill('7');
    await goTo(page, t.forecast);
    await page.reload();
    await page.getByRole('img', { name: t.chart }).waitFor();
    await page.getByRole('button', { name: t.table }).click();
    await page.getByRole('columnheader').nth(2).waitFor();
    await expectAccessible(page);

    await goTo(page, t.launchStep);
    await page.getByText(t.willLimit).waitFor();
    await page.getByText(t.willWrite).waitFor();
    await expectAccessible(page);
    await site.stage.advance(3_601);
    await page.getByRole('button', { name: t.launch }).click();
    await page.waitForURL(/\/campaigns\/\d+$/);
    await page.getByText(t.running, { exact: true }).first().waitFor();
    await campaigns.endAll();
  });

  test('a campaign under way is paused at once, goes on, and tells of each person', async () => {
    const audience = await site.stage.audience(2);
    const id = await campaigns.launch(audience, { script_id: script });
    const [refuses] = audience.people;
    const targets = await site.stage.server.api.get(`/campaigns/${id}/targets`);
    const key = targets.body.targets[0].account_id;
    const account = await site.stage.server.api.get(`/accounts/${key}`);
    if (!refuses) throw new Error('nobody is there');
    const page = await site.open(`/campaigns/${id}`, { language });
    await page.getByRole('button', { name: t.pause }).click();
    await page.getByRole('heading', { name: t.paused }).waitFor();
    expect((await campaigns.read(id)).status).toBe('paused');
    await expectAccessible(page);
    await page.getByRole('button', { name: t.undo }).click();
    await page.getByRole('heading', { name: t.paused }).waitFor({ state: 'detached' });
    expect((await campaigns.read(id)).status).toBe('running');

    await site.stage.write(
      refuses,
      { telegramId: account.body.account.telegram_id } as Parameters<typeof site.stage.write>[1],
      `нет, больше не пишите мне ${language}`,
    );
    await site.stage.advance(10);
    await page.getByRole('tab', { name: t.people }).click();
    await choose(page, t.status, t.stopped);
    await page.getByText(t.refused).waitFor();
    expect(page.url()).toContain('status=stopped');
    await page.reload();
    await page.getByText(t.refused).waitFor();
    await expectAccessible(page);

    await page.getByRole('tab', { name: t.results }).click();
    await page.getByRole('cell', { name: t.stage }).waitFor();
    await expectAccessible(page);
    await campaigns.endAll();
  });

  test('a campaign that paused by itself says why, whom it did not reach, and goes on', async () => {
    await site.stage.control.post('/faults', {
      error: 'CHAT_WRITE_FORBIDDEN',
      method: 'messages.sendMessage',
      times: 5,
    });
    const id = await campaigns.launch(await site.stage.audience(8), { script_id: script });
    await site.stage.until('the pause', async () => {
      await site.stage.advance(30);
      return (await campaigns.read(id)).status === 'paused';
    });
    const page = await site.open(`/campaigns/${id}`, { language });
    await page.getByRole('heading', { name: t.pausedByErrors }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: t.seeFailed }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(6);
    expect(page.url()).toContain('status=failed');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: t.csv }).click();
    expect((await saved).suggestedFilename()).toBe(`campaign-${id}.csv`);
    await expectAccessible(page);
    await page.goBack();
    await page.getByRole('button', { name: t.resume }).click();
    await page.getByRole('heading', { name: t.pausedByErrors }).waitFor({ state: 'detached' });
    expect((await campaigns.read(id)).status).toBe('running');
    await site.stage.control.delete('/faults');
    await campaigns.endAll();
  });

  test('what may be changed under way is changed, and the end is confirmed by its name', async () => {
    const id = await campaigns.launch(await site.stage.audience(1), { script_id: script });
    const { name } = await campaigns.read(id);
    const page = await site.open(`/campaigns/${id}?tab=settings`, { language });
    await page.getByRole('textbox', { name: t.maxFirst }).fill('5');
    await page.getByRole('button', { name: t.save, exact: true }).click();
    await page.getByText(t.applied).waitFor();
    expect((await campaigns.read(id)).max_first_per_day).toBe(5);
    await expectAccessible(page);

    await page.getByRole('button', { name: t.finish }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: t.finish }).click();
    await page.getByText(t.done, { exact: true }).first().waitFor();
    expect((await campaigns.read(id)).status).toBe('done');
  });

  test('a draft thrown away comes back by one click', async () => {
    const id = await campaigns.draft(await site.stage.audience(1), { script_id: script });
    const { name } = await campaigns.read(id);
    const page = await site.open(`/campaigns/${id}`, { language });
    await page.getByRole('button', { name: t.deleteDraft }).click();
    await page.waitForURL(/\/campaigns$/);
    await page.getByRole('button', { name: t.undo }).click();
    await page.waitForURL(/\/campaigns\/new\?/);
    await expect.poll(() => page.getByRole('textbox').first().inputValue()).toBe(name);
  });

  test('a rehearsal is broken off when it is no longer wanted', async () => {
    const id = await campaigns.draft(await site.stage.audience(2), { script_id: script });
    const page = await site.open(`/campaigns/${id}?tab=rehearsals`, { language });
    await page.getByRole('button', { name: t.rehearse }).click();
    await page.getByRole('button', { name: t.breakOff }).click();
    await page.getByText(t.brokenOff).waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('everybody can read and reach it (%s, %d px)', async (scheme, width) => {
    const id = await campaigns.draft(await site.stage.audience(1), { script_id: script });
    const page = await site.open('/campaigns', { language, scheme, width });
    await page.getByRole('row').nth(1).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    for (const step of ['accounts', 'schedule', 'rules', 'launch']) {
      await page.goto(`/app/campaigns/new?draft=${id}&step=${step}`);
      await page.getByText(t.saved).waitFor();
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
  });
});

test('a rehearsal is watched as it is played and tells what it found', {
  timeout: 240_000,
}, async () => {
  const t = words.ru;
  const id = await campaigns.draft(await site.stage.audience(4), { script_id: script });
  const page = await site.open(`/campaigns/new?draft=${id}&step=rehearsal`);
  await page.getByRole('textbox', { name: t.howMany }).fill('4');
  await page.getByRole('button', { name: t.rehearse }).click();
  await page.getByRole('progressbar').first().waitFor();
  await page.getByText(t.report).waitFor({ timeout: 200_000 });
  await page.getByRole('region', { name: t.dialogs }).waitFor();
  await expectAccessible(page);
});
