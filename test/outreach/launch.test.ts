import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type Campaigns, campaignsOf, forgetLaunches } from '../support/campaigns.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let campaigns: Campaigns;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '1000' });
  campaigns = campaignsOf(stage);
  account = await stage.account();
});
afterEach(async () => {
  expect(await campaigns.miscounted()).toEqual([]);
  await campaigns.endAll();
});
afterAll(() => stage?.stop());

describe('launching', () => {
  test('sends nothing before it, and sets only a draft going', async () => {
    const audience = await stage.audience(1);
    const id = await campaigns.draft(audience, { script_id: await campaigns.script('Hello') });
    await stage.advance(3_600);
    expect(await stage.textsTo(audience.people[0]?.telegramId ?? 0)).toEqual([]);
    await forgetLaunches(stage);
    expect((await campaigns.act(id, 'launch')).status).toBe(200);
    const again = await campaigns.act(id, 'launch');
    expect(again).toMatchObject({
      status: 409,
      body: { error: 'conflict', message: 'Only a draft can be launched.' },
    });
  });

  test('needs an hour between two, and says how long is left', async () => {
    await forgetLaunches(stage);
    const script_id = await campaigns.script('Hello');
    const first = await campaigns.draft(await stage.audience(1), { script_id });
    const second = await campaigns.draft(await stage.audience(1), { script_id });
    expect((await campaigns.act(first, 'launch')).status).toBe(200);
    const early = await campaigns.act(second, 'launch');
    expect(early).toMatchObject({
      status: 429,
      body: { error: 'too_soon', retry_after: 3_600, message: expect.stringMatching(/60 minutes/) },
    });
    await stage.advance(3_601);
    expect((await campaigns.act(second, 'launch')).status).toBe(200);
  });

  test('keeps to the number of campaigns that may run at once', async () => {
    const script_id = await campaigns.script('Hello');
    const future = new Date(stage.server.clock.now().getTime() + 90 * 86_400_000).toISOString();
    for (let i = 0; i < 10; i++)
      await campaigns.launch(await stage.audience(0), { script_id, starts_at: future });
    const id = await campaigns.draft(await stage.audience(1), { script_id });
    await forgetLaunches(stage);
    const refused = await campaigns.act(id, 'launch');
    expect(refused).toMatchObject({
      status: 409,
      body: { error: 'conflict', message: expect.stringMatching(/At most 10 campaigns/) },
    });
  });

  test('needs an account that fits', async () => {
    const script_id = await campaigns.script('Hello');
    const id = await campaigns.draft(await stage.audience(1), {
      script_id,
      account_tags: ['nobody has this tag'],
    });
    await forgetLaunches(stage);
    expect(await campaigns.act(id, 'launch')).toMatchObject({
      body: { error: 'no_available_accounts', message: expect.stringMatching(/No account fits/) },
    });
  });

  test('of an empty audience ends at once', async () => {
    const id = await campaigns.launch(await stage.audience(0), {
      script_id: await campaigns.script('Hello'),
    });
    expect(await campaigns.read(id)).toMatchObject({ status: 'done', progress: { total: 0 } });
  });

  test('at a time of its own waits for it, also when the time is moved forward', async () => {
    const audience = await stage.audience(1);
    const [person] = audience.people;
    const inHours = (n: number) =>
      new Date(stage.server.clock.now().getTime() + n * 3_600_000).toISOString();
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('Hello'),
      starts_at: inHours(48),
    });
    expect(await campaigns.read(id)).toMatchObject({ status: 'scheduled' });
    await stage.advance(3_600);
    expect(await stage.textsTo(person?.telegramId ?? 0)).toEqual([]);
    await stage.server.api.patch(`/campaigns/${id}`, { starts_at: inHours(1) });
    await stage.advance(3_700);
    expect(await campaigns.read(id)).toMatchObject({ status: 'running' });
    expect(await stage.textsTo(person?.telegramId ?? 0)).toEqual(['Hello']);
  });
});

describe('the audience', () => {
  test('is the one of the launch: who joins later is not written to', async () => {
    const audience = await stage.audience(2);
    const later = await stage.audience(1);
    const future = new Date(stage.server.clock.now().getTime() + 3_600_000).toISOString();
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('Hello'),
      starts_at: future,
    });
    await stage.server.app.db.execute(sql`
      insert into audience_members (workspace_id, audience_id, contact_id, added_at)
      values (${stage.workspaceId}, ${audience.id}, ${later.people[0]?.contactId ?? 0}, now())`);
    await stage.advance(3_700);
    expect(await campaigns.read(id)).toMatchObject({ progress: { total: 2, active: 2 } });
    expect(await stage.textsTo(later.people[0]?.telegramId ?? 0)).toEqual([]);
  });

  test('is copied in chunks, each person once', async () => {
    const audience = await stage.audience(0);
    const { db } = stage.server.app;
    await db.execute(sql`
      insert into contacts (workspace_id, first_name, created_at)
      select ${stage.workspaceId}, 'Crowd', now() from generate_series(1, 5200)`);
    // As after an import: what was planned for a few people is planned anew.
    await db.execute(sql`analyze contacts`);
    await db.execute(sql`
      insert into audience_members (workspace_id, audience_id, contact_id, added_at)
      select ${stage.workspaceId}, ${audience.id}, id, now() from contacts
      where first_name = 'Crowd'`);
    const future = new Date(stage.server.clock.now().getTime() + 864_000_000).toISOString();
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('Hello'),
      starts_at: future,
    });
    expect(await campaigns.read(id)).toMatchObject({
      is_preparing: false,
      progress: { total: 5_200, planned: 5_200 },
    });
  });

  test('hears the more important people first', async () => {
    const script_id = await campaigns.script('Hello');
    const low = await stage.audience(2, { priority: 1 });
    const high = await stage.audience(2, { priority: 9 });
    await stage.server.app.db.execute(sql`
      insert into audience_members (workspace_id, audience_id, contact_id, added_at)
      select workspace_id, ${low.id}, contact_id, now() from audience_members
      where audience_id = ${high.id}`);
    const id = await campaigns.launch(low, { script_id, max_first_per_day: 2 });
    const targets = await campaigns.targets(id);
    for (const { contactId } of high.people) expect(targets.get(contactId)?.status).toBe('active');
    for (const { contactId } of low.people)
      expect(targets.get(contactId)).toMatchObject({
        status: 'planned',
        why: 'Waits for its turn.',
      });
  });
});

describe('people left out', () => {
  const why = async (id: number, contactId: number, language = 'en') => {
    const headers = { 'accept-language': language };
    const answer = await stage.server.api.raw(`/campaigns/${id}/targets`, { headers });
    const { targets }: { targets: { contact_id: number; status: string; why: string }[] } =
      JSON.parse(await answer.text());
    return targets.find((t) => t.contact_id === contactId);
  };

  test('have no basis, and the answer says so in both languages', async () => {
    const audience = await stage.audience(1, { hasConsent: false });
    const contactId = audience.people[0]?.contactId ?? 0;
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('Hello') });
    expect(await why(id, contactId)).toMatchObject({
      status: 'left_out',
      why: 'There is no basis to write to this person first.',
    });
    expect(await why(id, contactId, 'ru')).toMatchObject({
      why: 'Нет основания писать этому человеку первым.',
    });
    expect(await campaigns.read(id)).toMatchObject({ status: 'done' });
  });

  test('asked not to be written to before', async () => {
    const audience = await stage.audience(1);
    const [person] = audience.people;
    await stage.server.api.post('/do-not-contact', { username: person?.username });
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('Hello') });
    expect(await why(id, person?.contactId ?? 0)).toMatchObject({
      status: 'left_out',
      why: 'The person asked not to be written to.',
    });
    expect(await stage.textsTo(person?.telegramId ?? 0)).toEqual([]);
  });

  test('are led by another campaign', async () => {
    const audience = await stage.audience(1);
    const script_id = await campaigns.script('Hello', 'And then');
    await campaigns.launch(audience, { script_id });
    const id = await campaigns.launch(audience, { script_id });
    expect(await why(id, audience.people[0]?.contactId ?? 0)).toMatchObject({
      status: 'left_out',
      why: 'Another campaign is under way with this person.',
    });
  });

  test('have a dialog with an account that takes no part', async () => {
    const other = await stage.account();
    const audience = await stage.audience(1);
    const [person] = audience.people;
    if (!person) throw new Error('nobody');
    await stage.write(person, other, 'Good morning to you all');
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('Hello'),
      accounts: [account.key],
    });
    expect(await why(id, person.contactId)).toMatchObject({
      status: 'left_out',
      why: 'The person has a dialog with an account that takes no part in this campaign.',
    });
  });

  test('are lost: nobody tries them from another account', async () => {
    const audience = await stage.audience(1);
    const [person] = audience.people;
    const script_id = await campaigns.script('Hello');
    await stage.control.post('/faults', {
      error: 'USER_IS_BLOCKED',
      method: 'messages.sendMessage',
      times: 1,
    });
    const first = await campaigns.launch(audience, { script_id });
    expect(await why(first, person?.contactId ?? 0)).toMatchObject({ status: 'failed' });
    const id = await campaigns.launch(audience, { script_id });
    expect(await why(id, person?.contactId ?? 0)).toMatchObject({
      status: 'left_out',
      why: 'This person can no longer be reached: a block or privacy settings.',
    });
  });

  test('are talking to an operator', async () => {
    const audience = await stage.audience(1);
    const [person] = audience.people;
    if (!person) throw new Error('nobody');
    await stage.write(person, account, 'Hi there, nice to see you');
    await stage.server.app.db.execute(sql`
      update dialogs set taken_over_at = ${stage.server.clock.now().toISOString()}
      where contact_id = ${person.contactId}`);
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('Hello') });
    expect(await why(id, person.contactId)).toMatchObject({
      status: 'left_out',
      why: 'An operator is talking with this person.',
    });
  });

  test('are known by their Telegram id alone, which no account has met', async () => {
    const audience = await stage.audience(1);
    const [person] = audience.people;
    await stage.server.app.db.execute(sql`
      update contacts set username = null, telegram_id = 4242424242 where id = ${person?.contactId}`);
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('Hello') });
    expect(await why(id, person?.contactId ?? 0)).toMatchObject({
      status: 'left_out',
      why: 'Only the Telegram id is known, and no account of the campaign has met this person.',
    });
  });

  test('whose text came out empty', async () => {
    const audience = await stage.audience(1);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('{{ custom.greeting }}'),
    });
    expect(await why(id, audience.people[0]?.contactId ?? 0)).toMatchObject({
      status: 'left_out',
      why: 'For this person the text of the stage came out empty or too long.',
    });
  });
});
