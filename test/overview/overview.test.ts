import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Campaigns, campaignsOf, countOf } from '../support/campaigns.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let campaigns: Campaigns;

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '20', MAX_DAILY_MESSAGES: '100' });
  campaigns = campaignsOf(stage);
});
afterAll(() => stage?.stop());

const overview = async (query = '') => (await stage.server.api.get(`/overview${query}`)).body;

test('a fresh house has everything before it', async () => {
  const body = await overview();
  expect(body).toMatchObject({
    success: true,
    day: '2026-03-02',
    time_zone: 'Europe/Moscow',
    today: { sent: 0, replies: 0, refusals: 0, converted: 0, failed: 0 },
    waiting: { count: 0, oldest: [] },
    accounts: { total: 0, by_status: {}, used_today: 0, limit_today: 0, need_help: [] },
    campaigns: [],
    first_steps: {
      has_account: false,
      has_contacts: false,
      has_script: false,
      has_rehearsal: false,
      has_launched_campaign: false,
    },
  });
  expect(body.series).toHaveLength(7);
  expect((await overview('?days=30')).series).toHaveLength(30);
  expect((await stage.server.api.get('/overview?days=400')).status).toBe(400);
});

test('a day of work shows in its figures, and who waits in the order of their waiting', async () => {
  const account = await stage.account();
  const warming = await stage.account();
  await stage.server.api.patch(`/accounts/${warming.key}`, { status: 'disabled' });
  const audience = await stage.audience(4);
  const script_id = await campaigns.script('Shall I show it?', 'Here it is.');
  const campaign = await campaigns.launch(audience, { script_id, accounts: [account.key] });
  const [asker, other, refuser] = audience.people;
  if (!asker || !other || !refuser) throw new Error('too few people');
  await stage.write(asker, account, 'What does it cost?');
  await stage.advance(30);
  await stage.write(other, account, 'How much is it?');
  await stage.write(refuser, account, 'No, not interested');
  await stage.advance(30);

  const body = await overview();
  const sent = await countOf(stage, sql`select count(*) as n from messages where status = 'sent'`);
  expect(sent).toBe(4);
  expect(body.today).toEqual({
    sent,
    first: 4,
    follow: 0,
    answers: 0,
    failed: 0,
    replies: 3,
    refusals: 1,
    converted: 0,
  });
  expect(body.series.at(-1)).toEqual({
    day: '2026-03-02',
    sent,
    replies: 3,
    refusals: 1,
    converted: 0,
  });
  expect(body.waiting).toMatchObject({
    count: 2,
    oldest: [
      { contact_id: asker.contactId, name: 'Anna', because: 'The person asked a question.' },
      { contact_id: other.contactId, account_id: account.key },
    ],
  });
  expect(body.accounts).toMatchObject({
    total: 2,
    by_status: { active: 1, disabled: 1 },
    used_today: 4,
    limit_today: 20,
    in_trouble: 0,
  });
  expect(body.campaigns).toMatchObject([
    { id: campaign, status: 'running', progress: { total: 4, stopped: 1 } },
  ]);
  expect(body.first_steps).toEqual({
    has_account: true,
    has_contacts: true,
    has_script: true,
    has_rehearsal: false,
    has_launched_campaign: true,
  });
});

test('an account that needs a hand is named with what to do, in the language of the caller', async () => {
  await stage.server.app.db.execute(sql`
    update accounts set status = 'banned', status_since = now() where number = 2`);
  const answer = await stage.server.api.raw('/overview', { headers: { 'accept-language': 'ru' } });
  const body = (await answer.json()) as { accounts: { in_trouble: number; need_help: unknown[] } };
  expect(body.accounts.in_trouble).toBe(1);
  expect(body.accounts.need_help).toMatchObject([
    { account_id: 'acc_2', status: 'banned', reason: expect.stringContaining('Забанен Telegram') },
  ]);
});

test('a specialist sees who waits, and neither the pool nor the campaigns', async () => {
  const { body: key } = await stage.server.api.post('/api-keys', {
    name: 'desk',
    role: 'specialist',
  });
  const { body } = await stage.server.api.as(key.token).get('/overview');
  expect(body).toMatchObject({ waiting: { count: 2 }, accounts: null, campaigns: null });
});

test('a new day begins at midnight of the workspace', async () => {
  await stage.advance(13 * 3_600);
  const body = await overview();
  expect(body).toMatchObject({ day: '2026-03-03', today: { sent: 0, replies: 0 } });
  expect(body.series.at(-2)).toMatchObject({ day: '2026-03-02', sent: 4, replies: 3 });
});
