import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import { shareOut } from '../../server/features/outreach/forecast/share-out.ts';
import { type ForecastFacts, simulate } from '../../server/features/outreach/forecast/simulate.ts';
import type { TestAccount } from '../support/accounts.ts';
import { type Audience, MONDAY, type Stage, startStage } from '../support/stage.ts';

const account = {
  key: 'acc_1',
  status: 'active' as const,
  restsUntil: null,
  restsFrom: 'active' as const,
  warmupStartedOn: null,
  limits: { maxDailyActive: 7, maxDailyWarming: 3, maxDailyMessages: 200, maxDailyAnswers: 150 },
  pause: 37.5,
  mostFirst: 1_000,
  usedFirst: 0,
  used: 0,
  freeAt: null,
};

const facts: ForecastFacts = {
  now: MONDAY,
  timeZone: 'Europe/Moscow',
  schedule: { from: '10:00', to: '19:00', days: [1, 2, 3, 4, 5] },
  quietHours: undefined,
  maxFirstPerDay: null,
  begunToday: 0,
  followUpHours: null,
  silenceHours: 72,
  replyShare: 0,
  accounts: [account],
  people: [{ timeZone: null, priority: 5, count: 20 }],
};

const perDay = (change: Partial<ForecastFacts>) =>
  simulate({ ...facts, ...change }).days.map((d) => [d.day, d.first]);

describe('the forecast', () => {
  test('fills the days of an account up to its limit', () => {
    expect(perDay({})).toEqual([
      ['2026-03-02', 7],
      ['2026-03-03', 7],
      ['2026-03-04', 6],
    ]);
  });

  test('leaves out days that nobody works on', () => {
    const friday = new Date('2026-03-06T08:00:00Z');
    expect(perDay({ now: friday }).map(([day]) => day)).toEqual([
      '2026-03-06',
      '2026-03-09',
      '2026-03-10',
    ]);
  });

  test('follows the warm-up of an account day by day', () => {
    const warming = { ...account, status: 'warming' as const, warmupStartedOn: '2026-03-02' };
    const everyDay = { ...facts.schedule, days: [1, 2, 3, 4, 5, 6, 7] };
    expect(perDay({ accounts: [warming], schedule: everyDay })).toEqual([
      ['2026-03-04', 3],
      ['2026-03-05', 3],
      ['2026-03-06', 5],
      ['2026-03-07', 5],
      ['2026-03-08', 4],
    ]);
  });

  test('counts with what was sent today, with rest and with the campaign’s own limit', () => {
    expect(perDay({ accounts: [{ ...account, used: 5 }] })[0]).toEqual(['2026-03-02', 2]);
    const restsUntil = new Date('2026-03-04T06:00:00Z');
    const resting = { ...account, status: 'cooldown' as const, restsUntil };
    expect(perDay({ accounts: [resting] })[0]).toEqual(['2026-03-04', 7]);
    expect(perDay({ maxFirstPerDay: 4, begunToday: 3 }).slice(0, 2)).toEqual([
      ['2026-03-02', 1],
      ['2026-03-03', 4],
    ]);
  });

  test('counts with how many an account may begin with for campaigns, answers and the like apart', () => {
    const few = { ...account, mostFirst: 3, usedFirst: 1, used: 4 };
    expect(perDay({ accounts: [few] }).slice(0, 2)).toEqual([
      ['2026-03-02', 2],
      ['2026-03-03', 3],
    ]);
  });

  test('lets as many leave as the distance between messages allows', () => {
    const limits = { ...account.limits, maxDailyActive: 1_000, maxDailyMessages: 1_000 };
    const slow = { ...account, pause: 4_500, limits };
    // From 11 to 19 o'clock, one every 75 minutes.
    expect(perDay({ accounts: [slow] })[0]).toEqual(['2026-03-02', 7]);
  });

  test('writes to people in the hours of their own clocks, the important ones first', () => {
    const people = [
      { timeZone: 'Asia/Vladivostok', priority: 5, count: 3 },
      { timeZone: null, priority: 5, count: 10 },
    ];
    // It is evening in Vladivostok by then.
    expect(perDay({ people, now: new Date('2026-03-02T10:00:00Z') })).toEqual([
      ['2026-03-02', 7],
      ['2026-03-03', 6],
    ]);
  });

  test('reminds those who stay silent, after the hours that were set', () => {
    const { days, endsAt } = simulate({
      ...facts,
      followUpHours: 24,
      people: [{ timeZone: null, priority: 5, count: 5 }],
    });
    expect(days.map((d) => [d.day, d.first, d.followUps])).toEqual([
      ['2026-03-02', 5, 0],
      ['2026-03-03', 0, 5],
    ]);
    expect(endsAt?.toISOString().slice(0, 10)).toBe('2026-03-06');
    const half = simulate({ ...facts, followUpHours: 24, replyShare: 0.5 });
    expect(half.days.reduce((sum, d) => sum + d.followUps, 0)).toBe(10);
  });

  test('gives new people the room of a day before reminders', () => {
    const { days } = simulate({ ...facts, followUpHours: 24 });
    expect(days.map((d) => [d.day, d.first, d.followUps])).toEqual([
      ['2026-03-02', 7, 0],
      ['2026-03-03', 7, 7],
      ['2026-03-04', 6, 7],
      ['2026-03-05', 0, 6],
    ]);
  });

  test('says so when the turn of some doesn’t come within a year', () => {
    const { waiting, days } = simulate({
      ...facts,
      people: [{ timeZone: null, priority: 5, count: 5_000 }],
    });
    expect(waiting).toBeGreaterThan(3_000);
    expect(days.length).toBeLessThanOrEqual(262);
    expect(simulate({ ...facts, accounts: [] })).toMatchObject({ days: [], waiting: 20 });
  });

  test('never exceeds a limit, and loses and doubles nobody', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            limit: fc.integer({ min: 0, max: 30 }),
            pause: fc.constantFrom(0, 37.5, 1_125),
            used: fc.integer({ min: 0, max: 5 }),
          }),
          { maxLength: 4 },
        ),
        fc.array(
          fc.record({
            timeZone: fc.constantFrom(null, 'Asia/Tokyo', 'America/New_York'),
            priority: fc.integer({ min: 1, max: 3 }),
            count: fc.integer({ min: 0, max: 40 }),
          }),
          { maxLength: 4 },
        ),
        fc.option(fc.integer({ min: 1, max: 20 })),
        (limits, people, maxFirstPerDay) => {
          const accounts = limits.map(({ limit, pause, used }, i) => ({
            ...account,
            key: `acc_${i + 1}`,
            limits: { ...account.limits, maxDailyActive: limit },
            pause,
            used,
          }));
          const { days, waiting } = simulate({
            ...facts,
            accounts,
            people,
            maxFirstPerDay,
            quietHours: { from: '13:00', to: '14:00' },
          });
          const sent = days.reduce((sum, d) => sum + d.first, 0);
          expect(sent + waiting).toBe(people.reduce((sum, g) => sum + g.count, 0));
          for (const day of days) {
            if (maxFirstPerDay !== null) expect(day.first).toBeLessThanOrEqual(maxFirstPerDay);
            for (const [key, own] of day.accounts) {
              const limit = accounts.find((a) => a.key === key)?.limits.maxDailyActive ?? 0;
              expect(own.first).toBeLessThanOrEqual(limit);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('shares out as if each went to the account with the most room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }),
        fc.nat(60),
        (rooms, messages) => {
          const left = [...rooms];
          for (let i = 0; i < messages; i++) {
            const most = Math.max(...left);
            if (most > 0) left[left.indexOf(most)] = most - 1;
          }
          expect(shareOut(rooms, messages)).toEqual(rooms.map((room, i) => room - (left[i] ?? 0)));
        },
      ),
    );
  });
});

describe('against the real sending', () => {
  let stage: Stage;
  const accounts: TestAccount[] = [];
  let names = 0;

  beforeAll(async () => {
    stage = await startStage();
    for (let i = 0; i < 3; i++) accounts.push(await stage.account());
  });
  afterAll(() => stage?.stop());

  async function draft(audience: Audience, change: Record<string, unknown>): Promise<number> {
    const name = `Forecast ${++names}`;
    const script = await stage.server.api.post('/scripts', {
      name,
      stages: [{ content: 'Hello' }],
    });
    const { body } = await stage.server.api.post('/campaigns', {
      name,
      script_id: script.body.script.id,
      audience_id: audience.id,
      schedule: { from: '10:00', to: '19:00', days: [1, 2, 3, 4, 5, 6, 7] },
      ...change,
    });
    return body.campaign.id;
  }

  const forecast = async (id: number) =>
    (await stage.server.api.get(`/campaigns/${id}/forecast`)).body.forecast;

  /** What a campaign sent: how many first messages on which day from which account. */
  async function sentBy(number: number): Promise<Record<string, Record<string, number>>> {
    const rows = await selectRows(
      stage.server.app.db,
      { day: text, key: text, n: int },
      sql`select (m.sent_at at time zone 'Europe/Moscow')::date::text as day,
            'acc_' || a.number as key, count(*) as n
          from campaign_steps s join campaigns c on c.id = s.campaign_id
          join messages m on m.id = s.message_id join accounts a on a.id = m.sender_id
          where c.number = ${number} and s.is_first and s.outcome = 'sent' group by 1, 2`,
    );
    const days: Record<string, Record<string, number>> = {};
    for (const { day, key, n } of rows) days[day] = { ...days[day], [key]: n };
    return days;
  }

  const cases = fc.sample(
    fc.record({
      limits: fc.tuple(
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
      ),
      people: fc.integer({ min: 1, max: 14 }),
      far: fc.integer({ min: 0, max: 4 }),
      maxFirstPerDay: fc.option(fc.integer({ min: 2, max: 7 })),
    }),
    { numRuns: 3, seed: 20_260_302 },
  );

  test.each(cases)(
    'days and accounts come out as foreseen: %j',
    { timeout: 120_000 },
    async (given) => {
      // A new day, at eleven in Moscow: what was sent before counts no more.
      const now = stage.server.clock.now();
      const eleven = Math.ceil((now.getTime() - MONDAY.getTime()) / 86_400_000) * 86_400_000;
      await stage.advance((MONDAY.getTime() + eleven + 86_400_000 - now.getTime()) / 1_000);
      for (const [i, limit] of given.limits.entries())
        await stage.server.api.patch(`/accounts/${accounts[i]?.key}`, { max_daily_active: limit });
      const near = await stage.audience(given.people);
      const far = await stage.audience(given.far, { timeZone: 'Asia/Yekaterinburg', priority: 7 });
      await stage.server.app.db.execute(sql`
      update audience_members set audience_id = ${near.id} where audience_id = ${far.id}`);
      const id = await draft(near, { max_first_per_day: given.maxFirstPerDay });
      const foreseen = await forecast(id);
      const launched = await stage.server.api.post(`/campaigns/${id}/launch`);
      expect(launched.body).toMatchObject({ success: true });
      await stage.settle();
      for (let hour = 0; hour < 24 * foreseen.days.length + 24; hour++) {
        await stage.advance(3_600);
        const { body } = await stage.server.api.get(`/campaigns/${id}`);
        if (body.campaign.progress.planned + body.campaign.progress.queued === 0) break;
      }
      const expected = Object.fromEntries(
        foreseen.days.map(
          (day: { day: string; accounts: { account_id: string; first: number }[] }) => [
            day.day,
            Object.fromEntries(day.accounts.map((a) => [a.account_id, a.first])),
          ],
        ),
      );
      expect(await sentBy(id)).toEqual(expected);
      await stage.server.api.post(`/campaigns/${id}/finish`);
    },
  );

  test('reminders leave on the days that were foreseen, within one in ten', {
    timeout: 120_000,
  }, async () => {
    for (const { key } of accounts)
      await stage.server.api.patch(`/accounts/${key}`, { max_daily_active: 2 });
    const now = stage.server.clock.now();
    const days = Math.ceil((now.getTime() - MONDAY.getTime()) / 86_400_000);
    // A new day, at eleven in Moscow.
    await stage.advance((MONDAY.getTime() + (days + 1) * 86_400_000 - now.getTime()) / 1_000);
    const audience = await stage.audience(10);
    const id = await draft(audience, { follow_up_text: 'Well?', follow_up_hours: 24 });
    const foreseen = await forecast(id);
    expect(foreseen.follow_ups).toBe(10);
    await stage.server.api.post(`/campaigns/${id}/launch`);
    await stage.settle();
    // Through the hours of each day, and then the night.
    for (const _ of foreseen.days)
      for (const hours of [1, 2, 3, 18]) await stage.advance(hours * 3_600);
    const left = await selectRows(
      stage.server.app.db,
      { day: text, first: int, followUps: int },
      sql`select (m.sent_at at time zone 'Europe/Moscow')::date::text as day,
            count(*) filter (where s.is_first) as first,
            count(*) filter (where s.kind = 'follow_up') as "followUps"
          from campaign_steps s join campaigns c on c.id = s.campaign_id
          join messages m on m.id = s.message_id
          where c.number = ${id} and s.outcome = 'sent' group by 1 order by 1`,
    );
    const foreseenOn = (day: string) =>
      foreseen.days.find((d: { day: string }) => d.day === day) ?? { first: 0, follow_ups: 0 };
    const gap = left.reduce(
      (sum, d) => sum + Math.abs(d.followUps - foreseenOn(d.day).follow_ups),
      0,
    );
    expect(left.reduce((sum, d) => sum + d.followUps, 0)).toBe(10);
    // Each one that leaves a day early or late is counted on both days.
    expect(gap / 2, JSON.stringify({ left, foreseen: foreseen.days })).toBeLessThanOrEqual(1);
    for (const { day, first } of left) expect(first, day).toBe(foreseenOn(day).first);
    await stage.server.api.post(`/campaigns/${id}/finish`);
  });

  test('who is left out, and why, is what the campaign then does', {
    timeout: 120_000,
  }, async () => {
    for (const { key } of accounts)
      await stage.server.api.patch(`/accounts/${key}`, { max_daily_active: 100 });
    await stage.advance(86_400);
    const mixed = await stage.audience(3);
    const strangers = await stage.audience(2, { hasConsent: false });
    const { db } = stage.server.app;
    const [stopped, nameless] = mixed.people;
    await stage.server.api.post('/do-not-contact', { username: stopped?.username });
    await db.execute(sql`update contacts set username = null, telegram_id = 77
      where id = ${nameless?.contactId ?? 0}`);
    await db.execute(sql`
      update audience_members set audience_id = ${mixed.id} where audience_id = ${strangers.id}`);
    const id = await draft(mixed, {});
    const { left_out, people } = await forecast(id);
    const count = (rows: { reason: string; count: number }[]) =>
      Object.fromEntries(rows.map((r) => [r.reason, r.count]));
    expect(people).toBe(1);
    expect(count(left_out)).toEqual({ no_consent_basis: 2, do_not_contact: 1, not_reachable: 1 });
    expect(left_out[0]).toMatchObject({
      message: 'There is no basis to write to this person first.',
      examples: [
        { username: strangers.people[0]?.username },
        { username: strangers.people[1]?.username },
      ],
    });
    await stage.server.api.post(`/campaigns/${id}/launch`);
    await stage.settle();
    await stage.advance(60);
    const rows = await selectRows(
      db,
      { reason: text, count: int },
      sql`select t.reason, count(*) as count from campaign_targets t
          join campaigns c on c.id = t.campaign_id
          where c.number = ${id} and t.status = 'left_out' group by 1`,
    );
    expect(count(rows)).toEqual(count(left_out));
  });

  test('of a campaign that is not there is not found', async () => {
    expect((await stage.server.api.get('/campaigns/999/forecast')).status).toBe(404);
  });

  test.each(['1.5', '-1', 'half'])('is refused for a share of replies of %s', async (share) => {
    const { status } = await stage.server.api.get(`/campaigns/1/forecast?reply_share=${share}`);
    expect(status).toBe(400);
  });
});
