import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type Audience, type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '1000' });
  account = await stage.account();
});
afterAll(() => stage?.stop());

let scripts = 0;

async function makeScript(...texts: string[]): Promise<number> {
  const { body } = await stage.server.api.post('/scripts', {
    name: `Script ${++scripts}`,
    stages: texts.map((content) => ({ content })),
  });
  expect(body).toMatchObject({ success: true });
  return body.script.id;
}

/** Launches a campaign; the pause between launches is not what these tests are about. */
async function launch(audience: Audience, change: Record<string, unknown> = {}): Promise<number> {
  await stage.advance(3_600);
  const drafted = await stage.server.api.post('/campaigns', {
    name: `Campaign ${scripts}`,
    audience_id: audience.id,
    schedule: { from: '00:00', to: '23:59', days: [1, 2, 3, 4, 5, 6, 7] },
    ...change,
  });
  expect(drafted.body).toMatchObject({ success: true });
  const { id } = drafted.body.campaign;
  const launched = await stage.server.api.post(`/campaigns/${id}/launch`);
  expect(launched.body).toMatchObject({ success: true });
  await stage.settle();
  return id;
}

const campaign = async (id: number) =>
  (await stage.server.api.get(`/campaigns/${id}`)).body.campaign;

describe('a campaign', () => {
  test('writes to everybody, goes on with who agrees and ends with the script', async () => {
    const audience = await stage.audience(2, { firstName: 'Olga' });
    const [one, other] = audience.people;
    if (!one || !other) throw new Error('nobody');
    const script_id = await makeScript(
      'Hello {{ first_name | default: "there" }}, shall I show you?',
      'Here it is.',
    );
    const id = await launch(audience, { script_id });
    expect(await stage.textsTo(one.telegramId)).toEqual(['Hello Olga, shall I show you?']);
    expect((await campaign(id)).progress).toMatchObject({ total: 2, active: 2 });

    await stage.write(one, account, 'Yes, please do');
    await stage.advance(6);
    await stage.advance(3);
    expect(await stage.textsTo(one.telegramId)).toEqual([
      'Hello Olga, shall I show you?',
      'Here it is.',
    ]);
    expect(await stage.textsTo(other.telegramId)).toHaveLength(1);

    await stage.write(one, account, 'Great, thank you, yes');
    await stage.advance(6);
    expect((await campaign(id)).progress).toMatchObject({ active: 1, completed: 1 });
    await stage.advance(73 * 3_600);
    await stage.advance(600);
    expect(await campaign(id)).toMatchObject({
      status: 'done',
      progress: { total: 2, completed: 2, active: 0 },
    });
  });
});

test('everybody of a campaign stands in a file that spreadsheets open', async () => {
  const audience = await stage.audience(2, { firstName: '=Ольга;' });
  const stranger = await stage.audience(1, { hasConsent: false });
  const all = { id: audience.id, people: [...audience.people, ...stranger.people] };
  await stage.server.api.post(`/audiences/${all.id}/members`, {
    contact_ids: stranger.people.map(({ contactId }) => contactId),
  });
  const [one] = audience.people;
  if (!one) throw new Error('nobody');
  const id = await launch(all, { script_id: await makeScript('Hello?', 'Here.') });
  await stage.write(one, account, 'Yes, please do');
  await stage.advance(10);
  const file = await stage.server.api.raw(`/campaigns/${id}/targets.csv`);
  expect(file.headers.get('content-disposition')).toContain(`campaign-${id}.csv`);
  const bytes = Buffer.from(await file.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.toString().trim().split('\r\n');
  expect(lines[0]).toContain('Contact;Name;Username;Telegram ID;Account;State;Why;');
  expect(lines).toHaveLength(4);
  const hers = lines.find((line) => line.includes(one.username));
  expect(hers).toContain(`"'=Ольга;"`);
  expect(hers).toMatch(/;yes;\d{4}-\d\d-\d\d \d\d:\d\d:\d\d;\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(lines.find((line) => line.includes('left out'))).toMatch(/;no;;\d{4}-/);
  expect((await stage.server.api.raw('/campaigns/99999/targets.csv')).status).toBe(404);
});
