import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { int, selectRow, selectRows, text } from '../../server/base/db/rows.ts';
import { mergeContacts } from '../../server/features/contacts/merge-contacts.ts';
import { contacts } from '../../server/features/contacts/tables.ts';
import type { TestAccount } from '../support/accounts.ts';
import { type Campaigns, campaignsOf, countOf } from '../support/campaigns.ts';
import { type Audience, type Person, type Stage, startStage } from '../support/stage.ts';

const HOUR = 3_600;

let stage: Stage;
let campaigns: Campaigns;
let account: TestAccount;
let audience: Audience;
let campaign: number;
let source: number;

/** Six people: two agree, one of them to the end; one asks, one refuses, one later, one is silent. */
beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '1000', MAX_DAILY_MESSAGES: '10000' });
  campaigns = campaignsOf(stage);
  account = await stage.account();
  audience = await stage.audience(6);
  const script_id = await campaigns.script('Shall I show it?', 'Here it is. And more?', 'The end.');
  campaign = await campaigns.launch(audience, { script_id });
  const [goer, agreer, asker, refuser, later] = audience.people;
  if (!goer || !agreer || !asker || !refuser || !later) throw new Error('too few people');
  const say = (person: (typeof audience.people)[number], words: string) =>
    stage.write(person, account, words);
  await say(goer, 'Yes, please');
  await say(agreer, 'yes, show me');
  await say(asker, 'What does it cost?');
  await say(refuser, 'No, not interested');
  await say(later, 'Yes, sure');
  await stage.advance(6);
  await stage.advance(3);
  await say(goer, 'Yes, go on');
  await say(goer, 'yes');
  await say(later, 'Please stop writing to me');
  await stage.advance(6);
  await stage.advance(3);
  const { body } = await stage.server.api.get('/dialogs?limit=50');
  const dialog = body.dialogs.find((d: { contact_id: number }) => d.contact_id === goer.contactId);
  await stage.server.api.post(`/dialogs/number/${dialog.id}/complete`, { outcome: 'converted' });
  await stage.settle();
  const row = await selectRow(
    stage.server.app.db,
    { id: int },
    sql`select id from sources where name = 'site'`,
  );
  source = row?.id ?? 0;
}, 120_000);
afterAll(() => stage?.stop());

const view = async (path: string) => {
  const { status, body } = await stage.server.api.get(`/analytics/${path}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

test('the funnel is what the messages and verdicts say when counted by hand', async () => {
  const byHand = await selectRows(
    stage.server.app.db,
    { stage: int, sent: int, replied: int },
    sql`
      select s.stage, count(*) filter (where m.status = 'sent') as sent,
        count(*) filter (where exists (
          select from messages r
          where r.contact_id = m.contact_id and r.direction = 'in' and r.id > m.id
            and not exists (select from messages o where o.contact_id = m.contact_id
              and o.status = 'sent' and o.id > m.id and o.id < r.id))) as replied
      from campaign_steps s join messages m on m.id = s.message_id
      group by s.stage order by s.stage`,
  );
  const { stages } = await view('funnel');
  expect(
    stages.map(({ stage, sent, replied }: Record<string, number>) => ({ stage, sent, replied })),
  ).toEqual(byHand);
  expect(stages).toMatchObject([
    {
      kind: 'stage',
      stage: 1,
      variant: 1,
      sent: 6,
      replied: 5,
      agreed: 3,
      refused: 1,
      converted: 0,
    },
    { kind: 'stage', stage: 2, sent: 3, replied: 2, agreed: 1, refused: 1, converted: 0 },
    { kind: 'stage', stage: 3, sent: 1, replied: 0, agreed: 0, refused: 0, converted: 1 },
  ]);
  expect(stages[0]).toMatchObject({ replied_share: 0.833, agreed_share: 0.5 });
});

test('filters find the same campaign, account and source, alone and together', async () => {
  const { stages } = await view('funnel');
  for (const filter of [
    `campaign=${campaign}`,
    `account=${account.key}`,
    `source=${source}`,
    `campaign=${campaign}&account=${account.key}`,
    `campaign=${campaign}&source=${source}`,
    `account=${account.key}&source=${source}`,
    `campaign=${campaign}&account=${account.key}&source=${source}`,
  ])
    expect((await view(`funnel?${filter}`)).stages, filter).toEqual(stages);
  const other = await stage.account();
  expect((await view(`funnel?account=${other.key}`)).stages).toEqual([]);
});

test('answers by day and by hour add up to the messages there are', async () => {
  const sent = await countOf(stage, sql`select count(*) as n from messages where status = 'sent'`);
  const heard = await countOf(
    stage,
    sql`select count(*) as n from messages where direction = 'in'`,
  );
  const days = await view('answers?from=2026-03-01&to=2026-03-03');
  expect(days).toMatchObject({ time_zone: 'Europe/Moscow', from: '2026-03-01', to: '2026-03-03' });
  expect(days.points).toEqual([
    { at: '2026-03-01', sent: 0, replies: 0, refusals: 0, converted: 0 },
    { at: '2026-03-02', sent, replies: heard, refusals: 2, converted: 1 },
    { at: '2026-03-03', sent: 0, replies: 0, refusals: 0, converted: 0 },
  ]);
  const hours = await view('answers?from=2026-03-01&to=2026-03-03&by=hour');
  expect(hours.points).toEqual([
    { at: '2026-03-02T08:00:00.000Z', sent, replies: heard, refusals: 2, converted: 1 },
  ]);
});

test('an account is shown with what it did and where it stood', async () => {
  const { accounts } = await view('accounts');
  expect(accounts[0]).toMatchObject({
    account_id: account.key,
    status: 'active',
    sent: 10,
    first: 6,
    failed: 0,
    errors: {},
    floods: 0,
    replies: 8,
    replied_share: 0.833,
    refusals: 2,
    converted: 1,
  });
});

test('a source is shown with its people, each once', async () => {
  // How many a source has is counted every ten minutes: the first time it was still being filled.
  await stage.server.app.db.execute(sql`delete from analytics_sources`);
  await stage.settle();
  const { sources } = await view('sources');
  expect(sources).toMatchObject([
    {
      source_id: source,
      name: 'site',
      people: 6,
      sent: 10,
      written_to: 6,
      replied: 5,
      refused: 2,
      converted: 1,
    },
  ]);
});

test('refusals are told apart by who or what saw them', async () => {
  const [, , , , , silent] = audience.people;
  await stage.server.api.post('/do-not-contact', {
    username: silent?.username,
    reason: 'called us',
  });
  await stage.settle();
  const { total, causes } = await view('refusals');
  const judged = await selectRows(
    stage.server.app.db,
    { cause: text },
    sql`select split_part(cause, ':', 1) as cause from judgements where decision = 'stop'`,
  );
  expect(total).toBe(3);
  expect(causes).toContainEqual({
    cause: 'api',
    text: 'Entered over the API',
    refusals: 1,
    share: 0.333,
  });
  const seen = causes.filter((c: { cause: string }) => c.cause !== 'api');
  expect(
    seen
      .flatMap((c: { cause: string; refusals: number }) => Array(c.refusals).fill(c.cause))
      .sort(),
  ).toEqual(judged.map((j) => j.cause).sort());
});

describe('a file', () => {
  test.each([
    ['funnel', 'Kind,Stage,Variant,Sent,Failed', 'Вид,Этап,Вариант,Отправлено'],
    ['answers', 'Time,Sent,Replies', 'Время,Отправлено,Сообщений от людей'],
    ['accounts', 'Account,Name,Status', 'Аккаунт,Название,Статус'],
    ['sources', 'Source id,Name,People', 'Номер источника,Название,Людей'],
    ['refusals', 'Cause,Explanation,Refusals', 'Причина,Пояснение,Отказы'],
  ])('of %s has headings in the language of the caller', async (name, english, russian) => {
    for (const [language, heading] of [
      ['en', english],
      ['ru', russian],
    ] as const) {
      const answer = await stage.server.api.raw(`/analytics/${name}?format=csv`, {
        headers: { 'accept-language': language },
      });
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
      const [head = '', row = ''] = bytes.toString().slice(1).split('\r\n');
      expect(head.startsWith(heading)).toBe(true);
      expect(row.split(',').length).toBeGreaterThanOrEqual(head.split(',').length);
    }
  });
});

describe('a period', () => {
  test.each([
    ['from=2026-03-05&to=2026-03-01', 400],
    ['from=2025-01-01&to=2026-03-01', 400],
    ['from=2026-02-30', 400],
    ['from=yesterday', 400],
    ['campaign=999', 404],
    ['account=acc_999', 404],
    ['source=999999', 404],
    ['format=pdf', 400],
  ])('of %s is refused with %i', async (query, status) => {
    const answer = await stage.server.api.get(`/analytics/funnel?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, message: expect.any(String) });
  });

  test('of hours may not be as long as one of days', async () => {
    const path = '/analytics/answers?by=hour&from=2026-01-01&to=2026-03-01';
    expect((await stage.server.api.get(path)).status).toBe(400);
  });
});

test('reading everything again counts nothing twice', async () => {
  const before = [await view('funnel'), await view('accounts'), await view('sources')];
  await stage.server.app.db.execute(
    sql`update event_cursors set xid = '0', id = 0 where reader = 'analytics'`,
  );
  await stage.settle();
  expect([await view('funnel'), await view('accounts'), await view('sources')]).toEqual(before);
  expect(await countOf(stage, sql`select count(*) as n from analytics_people`)).toBe(6);
});

test('another time zone counts all days anew, and the figures stay shown meanwhile', async () => {
  const before = await view('funnel');
  await stage.server.api.patch('/settings', { time_zone: 'Pacific/Auckland' });
  expect((await view('funnel')).stages).toEqual(before.stages);
  await stage.settle();
  const after = await view('answers?from=2026-03-01&to=2026-03-03');
  expect(after.time_zone).toBe('Pacific/Auckland');
  expect(after.points.map((p: { sent: number }) => p.sent)).toEqual([0, 10, 0]);
  await stage.server.api.patch('/settings', { time_zone: 'Pacific/Pago_Pago' });
  await stage.settle();
  const west = await view('answers?from=2026-03-01&to=2026-03-03');
  expect(west.points.map((p: { sent: number }) => p.sent)).toEqual([10, 0, 0]);
  expect((await view('funnel')).stages).toEqual(before.stages);
  expect(await countOf(stage, sql`select count(*) as n from analytics_tallies`)).toBe(1);
});

describe('figures stay', () => {
  const figures = async () => [(await view('funnel')).stages, (await view('answers')).points];
  /** All days in another order of things: from the facts alone, without the people. */
  const countAnew = async (timeZone: string) => {
    await stage.server.api.patch('/settings', { time_zone: timeZone });
    await stage.settle();
    return figures();
  };
  const people = async () => {
    const { sources } = await view('sources');
    return sources.map(({ people: _, ...counted }: { people: number }) => counted);
  };

  test('when two people turn out to be one', async () => {
    const before = await countAnew('Europe/Moscow');
    const counted = await people();
    const [, agreer, asker] = audience.people;
    const { app } = stage.server;
    await app.database.transaction(async (tx) => {
      const of = async (id = 0) => {
        const [contact] = await tx.select().from(contacts).where(eq(contacts.id, id));
        if (!contact) throw new Error('nobody');
        return contact;
      };
      await mergeContacts(app, tx, await of(agreer?.contactId), await of(asker?.contactId));
    });
    expect(await figures()).toEqual(before);
    await stage.write(agreer as Person, account, 'When do you open?');
    await stage.settle();
    // Whoever has answered before is no new person who answers.
    expect(await people()).toEqual(counted);
    expect(await countOf(stage, sql`select count(*) as n from analytics_people`)).toBe(5);
  });

  test('when a person is erased, and when all is counted anew after that', async () => {
    const before = await figures();
    const counted = await people();
    const [goer] = audience.people;
    expect((await stage.server.api.delete(`/contacts/${goer?.contactId}`)).status).toBe(200);
    await stage.settle();
    expect(await figures()).toEqual(before);
    expect(await people()).toEqual(counted);
    expect(await countAnew('Asia/Tbilisi')).toEqual(before);
    expect(await people()).toEqual(counted);
  });
});

test('a day ends at midnight of the workspace', async () => {
  await stage.server.api.patch('/settings', { time_zone: 'Europe/Moscow' });
  // 11:00 and a few seconds in Moscow: on to a quarter of an hour before midnight.
  await stage.advance(12.75 * HOUR);
  const [person] = (await stage.audience(1)).people;
  if (!person) throw new Error('nobody');
  await stage.write(person, account, 'Good evening');
  await stage.advance(0.5 * HOUR);
  await stage.write(person, account, 'Good night');
  await stage.settle();
  const { points } = await view('answers?from=2026-03-02&to=2026-03-03');
  expect(points.map((p: { replies: number }) => p.replies)).toEqual([10, 1]);
});
