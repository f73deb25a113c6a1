import type { Page } from 'playwright-core';

/** Taken on a telephone's screen in the dark as well. */
export const narrowPages: ReadonlySet<string> = new Set([
  'overview',
  'dialog',
  'contacts',
  'campaign',
  'bots',
]);

/** Every page of the console by the name of its picture, with what the demo put there. */
export async function pagesOf(page: Page): Promise<[name: string, path: string][]> {
  const read = async (path: string) => {
    const answer = await page.request.get(path);
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const [campaign] = (await read('/campaigns')).campaigns;
  const [script] = (await read('/scripts')).scripts;
  const { dialogs } = await read('/dialogs?sort=waiting');
  const dialog = dialogs[0] ?? (await read('/dialogs?sort=activity')).dialogs[0];
  const [contact] = (await read(`/contacts?limit=1`)).contacts;
  const [audience] = (await read('/audiences')).audiences;
  const draft = await makeDraft(page, campaign);
  return [
    ['overview', '/'],
    ['inbox', '/inbox?view=all'],
    ['dialog', `/inbox/${dialog.id}?view=all&pane=person`],
    ['accounts', '/accounts'],
    ['account', '/accounts/acc_1'],
    ['add-accounts', '/accounts/add'],
    ['contacts', '/contacts'],
    ['contact', `/contacts/${contact.id}`],
    ['import', '/contacts/import'],
    ['audience', `/contacts/audiences?id=${audience.id}`],
    ['collect', '/contacts/audiences?collect=1'],
    ['do-not-contact', '/contacts/do-not-contact'],
    ['sources', '/contacts/sources'],
    ['scripts', '/scripts'],
    ['script', `/scripts/${script.id}`],
    ['campaigns', '/campaigns'],
    ['campaign', `/campaigns/${campaign.id}`],
    ['campaign-results', `/campaigns/${campaign.id}?tab=results`],
    ['forecast', `/campaigns/new?draft=${draft}&step=forecast`],
    ['launch', `/campaigns/new?draft=${draft}&step=launch`],
    ['analytics', '/analytics'],
    ['jobs', '/jobs'],
    ['webhooks', '/webhooks'],
    ['deliveries', '/webhooks/deliveries'],
    ['audit', '/audit'],
    ['settings', '/settings/general'],
    ['bots', '/settings/bots'],
    ['sales', '/settings/sales'],
    ['team', '/settings/team'],
    ['ai', '/settings/ai'],
  ];
}

/** A campaign that is put together and not launched, for the pages of the wizard. */
async function makeDraft(
  page: Page,
  like: { script_id: number; audience_id: number },
): Promise<number> {
  const answer = await page.request.post('/campaigns', {
    data: { name: 'Spring', script_id: like.script_id, audience_id: like.audience_id },
    headers: { 'x-vestnik': 'console' },
  });
  if (!answer.ok()) throw new Error(`no draft was made: ${await answer.text()}`);
  return (await answer.json()).campaign.id;
}
