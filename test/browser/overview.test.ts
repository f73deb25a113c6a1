import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignsOf } from '../support/campaigns.ts';
import {
  expectAccessible,
  expectNoOverflow,
  languages,
  openConsole,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    firstSteps: 'С чего начать',
    today: 'Сегодня',
    waiting: /Ждут человека: 1/,
    funnel: 'Воронка',
    stage: 'Этап 1',
    refusals: 'Отказы',
    total: /Всего отказов: 1/,
    csv: 'Скачать CSV',
  },
  en: {
    firstSteps: 'Where to begin',
    today: 'Today',
    waiting: /Waiting for a person: 1/,
    funnel: 'Funnel',
    stage: 'Stage 1',
    refusals: 'Refusals',
    total: /Refusals in all: 1/,
    csv: 'Download CSV',
  },
};

let site: TestConsole;
beforeAll(async () => {
  site = await openConsole();
  const { stage } = site;
  const campaigns = campaignsOf(stage);
  const account = await stage.account();
  const audience = await stage.audience(3);
  const script = await campaigns.script('Здравствуйте! Вы оставляли заявку. Актуально?');
  await campaigns.launch(audience, { script_id: script, name: 'Заявки' });
  await stage.advance(3_600);
  const [asks, refuses] = audience.people;
  if (!asks || !refuses) throw new Error('nobody is there');
  await stage.write(asks, account, 'а сколько это стоит?');
  await stage.write(refuses, account, 'нет, больше не пишите мне');
  await stage.advance(60);
});
afterAll(() => site?.stop());

describe.each(languages)('in %s', (language) => {
  const t = words[language];

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('the overview shows today and who waits (%s, %d px)', async (scheme, width) => {
    const page = await site.open('/', { language, scheme, width });
    await page.getByRole('heading', { name: t.waiting }).waitFor();
    await page.getByRole('heading', { name: t.firstSteps }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  test('what happens meanwhile shows by itself', async () => {
    const page = await site.open('/', { language });
    await page.getByRole('region', { name: t.today }).waitFor();
    const { stage } = site;
    const [someone] = (await stage.audience(1)).people;
    if (!someone) throw new Error('nobody is there');
    const account = await stage.account();
    const before = await page.getByRole('region', { name: t.today }).textContent();
    await stage.write(someone, account, `есть кто-нибудь? ${language}`);
    await stage.advance(60);
    await expect
      .poll(() => page.getByRole('region', { name: t.today }).textContent(), { timeout: 20_000 })
      .not.toBe(before);
  });

  test('analytics show the funnel as a table and keep the view in the address', async () => {
    const page = await site.open('/analytics?from=2026-03-01&to=2026-03-31', { language });
    await page.getByRole('cell', { name: t.stage }).first().waitFor();
    await expectAccessible(page);
    await page.getByRole('tab', { name: t.refusals }).click();
    await page.getByText(t.total).waitFor();
    await page.reload();
    await page.getByText(t.total).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: t.csv }).click(),
    ]);
    await file.path();
    await expectAccessible(page);
  });
});
