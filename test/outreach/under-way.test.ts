import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { ALWAYS, type Campaigns, campaignsOf, countOf } from '../support/campaigns.ts';
import { type Audience, type Person, type Stage, startStage } from '../support/stage.ts';

const HOUR = 3_600;
const MOST_FIRST = 6;

let stage: Stage;
let campaigns: Campaigns;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: String(MOST_FIRST), MAX_DAILY_MESSAGES: '10000' });
  campaigns = campaignsOf(stage);
  account = await stage.account();
});
afterEach(async () => {
  await stage.control.delete('/faults');
  await campaigns.endAll();
  expect(await campaigns.miscounted()).toEqual([]);
  // A new day: nobody has used up anything yet.
  await stage.advance(24 * HOUR);
});
afterAll(() => stage?.stop());

const written = async (people: readonly Person[]) => {
  const got = await Promise.all(people.map((p) => stage.textsTo(p.telegramId)));
  return got.filter((texts) => texts.length > 0).length;
};
const someOf = (audience: Audience, place = 0): Person => {
  const person = audience.people[place];
  if (!person) throw new Error('nobody');
  return person;
};
/** Seconds between two unprompted messages of the account. */
const keepDistance = async (seconds: number) => {
  const settings = { min_message_delay: seconds };
  const { body } = await stage.server.api.patch(`/accounts/${account.key}`, settings);
  expect(body).toMatchObject({ success: true });
};
const disable = (key: string, disabled: boolean) =>
  stage.server.api.patch(`/accounts/${key}`, { disabled });

describe('limits', () => {
  test('of the accounts are kept day by day, until everybody is written to', async () => {
    const audience = await stage.audience(2 * MOST_FIRST + 1);
    await campaigns.launch(audience, { script_id: await campaigns.script('One?', 'Two.') });
    expect(await written(audience.people)).toBe(MOST_FIRST);
    await stage.advance(24 * HOUR);
    await stage.advance(60);
    expect(await written(audience.people)).toBe(2 * MOST_FIRST);
    await stage.advance(24 * HOUR);
    await stage.advance(60);
    expect(await written(audience.people)).toBe(2 * MOST_FIRST + 1);
  });

  test('of the campaign hold for what waited over night too', async () => {
    const audience = await stage.audience(6);
    // Put into the outbox, but kept there by half a day's distance between two messages.
    await keepDistance(50_000);
    await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', 'Two.'),
      max_first_per_day: 3,
    });
    expect(await written(audience.people)).toBe(1);
    await keepDistance(0);
    await stage.advance(24 * HOUR);
    await stage.advance(HOUR);
    expect(await written(audience.people)).toBe(4);
  });

  test('of one account do not keep back people whom another one may write to', async () => {
    const other = await stage.account();
    const met = await stage.audience(MOST_FIRST + 14, { priority: 9 });
    // Known by their id alone, and met by the other account alone, which is switched off.
    for (const { contactId, telegramId } of met.people)
      await stage.server.app.db.execute(sql`
        with known as (
          update contacts set username = null, telegram_id = ${telegramId}
          where id = ${contactId} returning telegram_id)
        insert into account_peers (account_id, user_id, access_hash, seen_at)
        select a.id, known.telegram_id, 1, now() from known, accounts a
        where a.number = ${Number(other.key.slice(4))}`);
    await disable(other.key, true);
    const audience = await stage.audience(2, { priority: 1 });
    await stage.server.app.db.execute(sql`
      insert into audience_members (workspace_id, audience_id, contact_id, added_at)
      select workspace_id, ${audience.id}, contact_id, now() from audience_members
      where audience_id = ${met.id}`);
    await campaigns.launch(audience, { script_id: await campaigns.script('One?') });
    expect(await written(audience.people)).toBe(2);
    await stage.server.api.delete(`/accounts/${other.key}`);
  });
});

describe('hours', () => {
  test('are those of the clock of each person', async () => {
    // It is eleven in Moscow: in New York three in the morning, in Tokyo five in the afternoon.
    const zones = ['America/New_York', 'Asia/Tokyo'];
    const audience = await stage.audience(0);
    const people: Person[] = [];
    for (const timeZone of zones) {
      const one = await stage.audience(1, { timeZone });
      people.push(someOf(one));
      await stage.server.app.db.execute(sql`
        insert into audience_members (workspace_id, audience_id, contact_id, added_at)
        values (${stage.workspaceId}, ${audience.id}, ${someOf(one).contactId}, now())`);
    }
    const now = stage.server.clock.now();
    const hourIn = (timeZone: string, offset: number) => {
      const at = new Date(now.getTime() + offset * HOUR * 1_000);
      return at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
    };
    const schedule = { ...ALWAYS, from: hourIn('Asia/Tokyo', -2), to: hourIn('Asia/Tokyo', 2) };
    await campaigns.launch(audience, { script_id: await campaigns.script('One?'), schedule });
    expect(await written(people)).toBe(1);
    expect(await stage.textsTo(people[1]?.telegramId ?? 0)).toEqual(['One?']);
    await stage.advance(12 * HOUR);
    await stage.advance(60);
    expect(await written(people)).toBe(2);
  });

  test('are closed on days that are none of the campaign’s', async () => {
    const audience = await stage.audience(1);
    const today = new Date(stage.server.clock.now().getTime() + 3 * HOUR * 1_000).getUTCDay() || 7;
    const tomorrow = (today % 7) + 1;
    await campaigns.launch(audience, {
      script_id: await campaigns.script('One?'),
      schedule: { ...ALWAYS, days: [tomorrow], from: '00:00', to: '23:59' },
    });
    expect(await written(audience.people)).toBe(0);
    await stage.advance(24 * HOUR);
    await stage.advance(60);
    expect(await written(audience.people)).toBe(1);
  });
});

describe('a pause', () => {
  test('lets nothing leave after its answer, not even a stage somebody asked for', async () => {
    const audience = await stage.audience(3);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', { content: 'Two.', delay_min: 60 }),
      max_first_per_day: 2,
    });
    const person = someOf(audience);
    await stage.write(person, account, 'Yes, one more please');
    await stage.advance(6);
    const paused = await campaigns.act(id, 'pause');
    expect(paused.body).toMatchObject({ success: true, on_their_way: 0 });
    await stage.advance(24 * HOUR);
    await stage.advance(24 * HOUR);
    expect(await stage.textsTo(person.telegramId)).toEqual(['One?']);
    expect(await written(audience.people)).toBe(2);
    expect(await campaigns.read(id)).toMatchObject({
      status: 'paused',
      pause_reason: 'An operator paused it.',
    });

    await campaigns.act(id, 'resume');
    await stage.settle();
    await stage.advance(60);
    expect(await stage.textsTo(person.telegramId)).toEqual(['One?', 'Two.']);
    expect(await written(audience.people)).toBe(3);
  });

  test('keeps reminders back as well', async () => {
    const audience = await stage.audience(1);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', 'Two.'),
      follow_up_text: 'Well?',
    });
    await campaigns.act(id, 'pause');
    await stage.advance(30 * HOUR);
    expect(await stage.textsTo(someOf(audience).telegramId)).toEqual(['One?']);
    await campaigns.act(id, 'resume');
    await stage.advance(2 * HOUR);
    expect(await stage.textsTo(someOf(audience).telegramId)).toEqual(['One?', 'Well?']);
  });

  test('is refused where nothing goes on', async () => {
    const id = await campaigns.draft(await stage.audience(0), {
      script_id: await campaigns.script('One?'),
    });
    for (const action of ['pause', 'resume', 'finish'] as const)
      expect(await campaigns.act(id, action)).toMatchObject({ status: 409 });
  });
});

describe('the end by hand', () => {
  test('cancels what waits, and nothing leaves after its answer', async () => {
    const audience = await stage.audience(3);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', { content: 'Two.', delay_min: 600 }),
      max_first_per_day: 2,
      follow_up_text: 'Well?',
    });
    const person = someOf(audience);
    await stage.write(person, account, 'Yes, tell me everything');
    await stage.advance(6);
    expect((await campaigns.act(id, 'finish')).body).toMatchObject({ success: true });
    await stage.write(person, account, 'Yes, where is it');
    await stage.advance(6);
    await stage.advance(48 * HOUR);
    expect(await stage.textsTo(person.telegramId)).toEqual(['One?']);
    expect(await written(audience.people)).toBe(2);
    expect(await campaigns.read(id)).toMatchObject({
      status: 'done',
      progress: { total: 3, planned: 0, queued: 0, active: 0, stopped: 2, left_out: 1 },
    });
    for (const { why } of (await campaigns.targets(id)).values())
      expect(why).toBe('The campaign was ended before it was this person’s turn.');
    expect(
      await countOf(
        stage,
        sql`select count(*) as n from messages where status = 'queued' and origin = 'campaign'`,
      ),
    ).toBe(0);
  });

  test('holds at the gate for a message put into the outbox in the same moment', async () => {
    const audience = await stage.audience(1);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', { content: 'Two.', delay_min: 600 }),
    });
    await stage.write(someOf(audience), account, 'Yes, all of it');
    await stage.advance(6);
    // As if the end had missed it.
    await stage.server.app.db.execute(sql`
      update campaigns set status = 'done', next_feed_at = null where number = ${id}`);
    await stage.advance(HOUR);
    expect(await stage.textsTo(someOf(audience).telegramId)).toEqual(['One?']);
    await stage.server.app.db.execute(sql`
      update campaigns set next_feed_at = ${stage.server.clock.now().toISOString()}
      where number = ${id}`);
    await stage.advance(60);
    expect(await campaigns.read(id)).toMatchObject({ progress: { active: 0, stopped: 1 } });
  });
});

describe('errors', () => {
  test('pause a campaign by itself with the reason, and a resume goes on', async () => {
    const audience = await stage.audience(MOST_FIRST);
    await stage.control.post('/faults', {
      error: 'CHAT_WRITE_FORBIDDEN',
      method: 'messages.sendMessage',
      times: 5,
    });
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('One?') });
    await stage.settle();
    expect(await campaigns.read(id)).toMatchObject({
      status: 'paused',
      pause_reason: expect.stringMatching(/^Of the last \d sends, 5 failed\. Most often: /),
    });
    const more = await stage.audience(1);
    await campaigns.act(id, 'resume');
    await stage.advance(60);
    expect(await campaigns.read(id)).toMatchObject({ progress: { failed: 5 } });
    expect((await campaigns.read(id)).status).not.toBe('paused');
    expect(more.people).toHaveLength(1);
  });
});

describe('accounts', () => {
  test('that are deleted leave the rest to the others, and each person a reason', async () => {
    const other = await stage.account();
    const audience = await stage.audience(4);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', 'Two.'),
      follow_up_text: 'Well?',
    });
    await stage.server.api.delete(`/accounts/${other.key}`);
    await stage.advance(25 * HOUR);
    await stage.advance(HOUR);
    const targets = [...(await campaigns.targets(id)).values()];
    expect(targets.filter((t) => t.status === 'active').length).toBeGreaterThan(0);
    for (const { status, why } of targets.filter((t) => t.status !== 'active')) {
      expect(status).toBe('failed');
      expect(why).toMatch(/account/i);
    }
  });

  test('none of which are left pause the campaign, and nobody is left out for it', async () => {
    const other = await stage.account();
    const audience = await stage.audience(3);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?'),
      accounts: [other.key],
      max_first_per_day: 1,
    });
    await stage.server.api.delete(`/accounts/${other.key}`);
    await stage.advance(24 * HOUR);
    await stage.advance(60);
    expect(await campaigns.read(id)).toMatchObject({
      status: 'paused',
      pause_reason: expect.stringMatching(/No account takes part/),
      progress: { planned: 2, left_out: 0 },
    });
    await stage.server.api.patch(`/campaigns/${id}`, { accounts: [account.key] });
    await campaigns.act(id, 'resume');
    await stage.advance(60);
    expect(await written(audience.people)).toBe(2);
  });
});

describe('a person who says stop to the API', () => {
  test('while their first message waits is not written to, and the reason stands there', async () => {
    const audience = await stage.audience(2);
    await keepDistance(3_600);
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('One?') });
    const targets = await campaigns.targets(id);
    const person = audience.people.find((p) => targets.get(p.contactId)?.status === 'queued');
    if (!person) throw new Error('nobody waits');
    await stage.server.api.post('/do-not-contact', { username: person.username });
    await keepDistance(0);
    await stage.advance(3 * HOUR);
    expect(await stage.textsTo(person.telegramId)).toEqual([]);
    expect((await campaigns.targets(id)).get(person.contactId)).toMatchObject({
      status: 'stopped',
      why: 'The person asked not to be written to.',
    });
  });
});
