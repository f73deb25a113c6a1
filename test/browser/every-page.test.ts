import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignsOf } from '../support/campaigns.ts';
import {
  expectAccessible,
  expectNoOverflow,
  languages,
  openConsole,
  type TestConsole,
} from './support/console.ts';

let site: TestConsole;
const ids = { account: '', contact: 0, script: 0, campaign: 0, dialog: 0 };

beforeAll(async () => {
  site = await openConsole();
  const { stage } = site;
  const campaigns = campaignsOf(stage);
  const account = await stage.account();
  const audience = await stage.audience(2);
  ids.script = await campaigns.script('Здравствуйте! Вы оставляли заявку. Актуально?', 'Спасибо!');
  ids.campaign = await campaigns.launch(audience, { script_id: ids.script, name: 'Заявки' });
  await stage.advance(3_600);
  const [asks] = audience.people;
  if (!asks) throw new Error('nobody is there');
  await stage.write(asks, account, 'а сколько это стоит?');
  await stage.advance(60);
  const { body } = await stage.server.api.get('/dialogs');
  ids.dialog = body.dialogs[0].id;
  ids.contact = asks.contactId;
  ids.account = body.dialogs[0].account_id;
});
afterAll(() => site?.stop());

const LOADING = /Загружаем|Loading/;
/** So many looks of axe take their time. */
const LIMIT_MS = 240_000;

const pages = (): string[] => [
  '/',
  '/inbox',
  `/inbox/${ids.dialog}`,
  '/accounts',
  '/accounts/add',
  `/accounts/${ids.account}`,
  '/contacts',
  '/contacts/import',
  '/contacts/audiences',
  '/contacts/do-not-contact',
  '/contacts/sources',
  `/contacts/${ids.contact}`,
  '/scripts',
  '/scripts/new',
  `/scripts/${ids.script}`,
  '/campaigns',
  '/campaigns/new',
  `/campaigns/${ids.campaign}`,
  '/analytics',
  '/jobs',
  '/webhooks',
  '/webhooks/deliveries',
  '/audit',
  '/settings',
  '/settings/me',
  '/nowhere',
];

describe.each(languages)('in %s', (language) => {
  test.each([
    ['light', 1280],
    ['dark', 360],
    ['light', 360],
    ['dark', 1280],
  ] as const)(
    'no page keeps anybody out or runs over the edge (%s, %d px)',
    async (scheme, width) => {
      const page = await site.open('/', { language, scheme, width });
      for (const path of pages()) {
        await page.goto(`/app${path}`);
        const headings = page.getByRole('main').getByRole('heading');
        await expect
          .poll(() => headings.filter({ visible: true }).count(), {
            message: path,
            timeout: 15_000,
          })
          .toBeGreaterThan(0);
        await expect.poll(() => page.getByRole('status', { name: LOADING }).count()).toBe(0);
        expect(await page.title(), path).toContain('Vestnik');
        await expectAccessible(page);
        await expectNoOverflow(page);
      }
    },
    LIMIT_MS,
  );
});
