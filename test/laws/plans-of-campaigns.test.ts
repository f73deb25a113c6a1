import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../server/base/db/database.ts';
import type { Caller } from '../../server/feature.ts';
import { passGate } from '../../server/features/messages/pass-gate.ts';
import { copyAudience } from '../../server/features/outreach/campaigns/copy-audience.ts';
import { eraseTargets } from '../../server/features/outreach/campaigns/erase-targets.ts';
import { feedCampaign } from '../../server/features/outreach/campaigns/feed-campaign.ts';
import { membersOf, plannedZones } from '../../server/features/outreach/campaigns/feed-facts.ts';
import { findCampaign } from '../../server/features/outreach/campaigns/find-campaign.ts';
import { clearEnded } from '../../server/features/outreach/campaigns/finish-campaign.ts';
import { followOutcomes } from '../../server/features/outreach/campaigns/follow-outcomes.ts';
import {
  endLeads,
  leadOn,
  noteReplies,
} from '../../server/features/outreach/campaigns/lead-dialog.ts';
import { listTargets } from '../../server/features/outreach/campaigns/list-targets.ts';
import { startLookingAtSilent } from '../../server/features/outreach/campaigns/look-at-silent.ts';
import { mergeTargets } from '../../server/features/outreach/campaigns/merge-targets.ts';
import {
  pauseCampaign,
  resumeCampaign,
} from '../../server/features/outreach/campaigns/run-campaign.ts';
import { viewCampaigns } from '../../server/features/outreach/campaigns/view-campaign.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { readsOf } from '../support/rows-read.ts';

/**
 * What campaigns do all day costs the same however large they are: it is done among a million
 * targets, and PostgreSQL counts the rows and index entries that were read for it. Only PostgreSQL
 * has these counters to itself, so this file needs it:
 *   node --import tsx test/support/with-postgres.ts npx vitest run test/laws/plans-of-campaigns.test.ts
 */
const onPostgres = test.skipIf(!process.env['TEST_DATABASE_URL']);
if (!process.env['TEST_DATABASE_URL'])
  process.stderr.write('Query plans are checked on PostgreSQL only: see CONTRIBUTING.md.\n');

const ACCOUNTS = 100;
/** On each of the two campaigns. */
const PEOPLE = 500_000;
/** Of the first campaign so many have had its two stages; the others wait for their turn. */
const WRITTEN = 200_000;
const now = sql.raw(`'2026-03-10T12:00:00Z'::timestamptz`);

let house: TestApp;
let caller: Caller;

beforeAll(async () => {
  if (!process.env['TEST_DATABASE_URL']) return;
  house = await openTestApp(new Date('2026-03-10T12:00:00Z'));
  caller = { workspaceId: house.workspaceId, actor: { kind: 'system' }, language: 'en' };
  await fill(house);
}, 300_000);
afterAll(() => house?.close());

/** Made by the database itself: rows that fit by their making needn't be checked. */
async function fill({ app, workspaceId: w }: TestApp): Promise<void> {
  const always = `{"from": "00:00", "to": "00:00", "days": [1, 2, 3, 4, 5, 6, 7]}`;
  const sender = sql`1 + n % ${ACCOUNTS}::int`;
  const statements = [
    sql`insert into senders (id, workspace_id, kind, fence) overriding system value
        select n, ${w}, 'account', 1 from generate_series(1, ${ACCOUNTS}::int) n`,
    sql`insert into accounts (id, workspace_id, number, name, telegram_id, status, status_since,
          status_reason, added_at, connection, min_message_delay, max_daily_active,
          max_daily_messages)
        select n, ${w}, n, 'Account ' || n, 9000000 + n, 'active', ${now}, 'test', ${now}, 'online',
          0, 1000, 1000
        from generate_series(1, ${ACCOUNTS}::int) n`,
    sql`insert into sources (id, workspace_id, name, basis, created_at) overriding system value
        values (1, ${w}, 'import', 'opt_in', ${now})`,
    sql`insert into contacts (id, workspace_id, telegram_id, username, first_name, priority,
          time_zone, consent_id, created_at) overriding system value
        select n, ${w}, n, 'person_' || n, 'Anna', 1 + n % 10,
          (array['Europe/Moscow', 'Asia/Omsk', 'UTC'])[1 + n % 4], n, ${now}
        from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into consents (id, workspace_id, contact_id, source_id, given_at, evidence)
          overriding system value
        select n, ${w}, n, 1, ${now}, '{}' from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into audiences (id, workspace_id, name, kind, created_at) overriding system value
        values (1, ${w}, 'All', 'list', ${now})`,
    sql`insert into audience_members (workspace_id, audience_id, contact_id, added_at)
        select ${w}, 1, n, ${now} from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into scripts (id, workspace_id, name, version, created_at, changed_at)
          overriding system value
        values (1, ${w}, 'Three stages', 1, ${now}, ${now})`,
    sql`insert into script_versions (workspace_id, script_id, version, stages, created_at)
        select ${w}, 1, 1, jsonb_agg(s.stage), ${now}
        from generate_series(1, 3) n, lateral (select jsonb_build_object('delayMin', 0,
          'delayMax', 0, 'condition', null, 'variants', jsonb_build_array(jsonb_build_object(
            'name', 'only', 'weight', 1, 'type', 'text', 'content', 'Stage ' || n,
            'mediaId', null))) as stage) s`,
    sql`insert into campaigns (id, workspace_id, number, name, status, script_id, script_version,
          audience_id, schedule, created_at, launched_at, copied_to, max_first_per_day,
          follow_up_text, paused_at)
          overriding system value
        select n, ${w}, n, 'Campaign ' || n, (array['running', 'paused', 'running'])[n], 1, 1, 1,
          ${always}::jsonb, ${now}, ${now} - interval '30 days', case n when 3 then 0 end, 100000,
          'Did you see it?', case n when 1 then ${now} - interval '1 hour' end
        from generate_series(1, 3) n`,
    sql`insert into dialogs (id, workspace_id, number, sender_id, contact_id, created_at,
          first_out_at, last_out_at, is_automatic) overriding system value
        select n, ${w}, n, ${sender}, n, ${now}, ${now} - interval '1 day', ${now}, true
        from generate_series(1, ${WRITTEN}::int) n`,
    sql`insert into campaign_targets (id, workspace_id, campaign_id, contact_id, priority,
          time_zone, status, sender_id, dialog_id, stage, next_look_at, changed_at)
          overriding system value
        select n, ${w}, 1, n, c.priority, c.time_zone, t.status, t.sender, t.dialog, t.stage,
          -- a few are due
          case when t.status = 'active' then ${now} + (n - 20) * interval '1 second' end, ${now}
        from generate_series(1, ${PEOPLE}::int) n join contacts c on c.id = n,
          lateral (select case when n <= ${WRITTEN}::int then 'active' else 'planned' end as status,
            case when n <= ${WRITTEN}::int then ${sender} end as sender,
            case when n <= ${WRITTEN}::int then n end as dialog,
            case when n <= ${WRITTEN}::int then 2 else 0 end as stage) t`,
    sql`insert into campaign_targets (id, workspace_id, campaign_id, contact_id, priority, time_zone,
          status, changed_at) overriding system value
        select ${PEOPLE}::int + n, ${w}, 2, n, 5, null, 'planned', ${now}
        from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into campaign_counts (workspace_id, campaign_id, status, targets)
        select ${w}, campaign_id, status, count(*) from campaign_targets group by 2, 3`,
    sql`insert into messages (id, workspace_id, dialog_id, sender_id, contact_id, direction, type,
          content, telegram_id, created_at, sent_at, status, lane, random_id, due_at, origin,
          origin_id, attempts) overriding system value
        select 2 * n + s - 2, ${w}, n, ${sender}, n, 'out', 'text', 'Stage', 2 * n + s,
          o.at, o.at, 'sent', 'first', 2 * n + s, o.at, 'campaign', 1, 1
        from generate_series(1, ${WRITTEN}::int) n, generate_series(1, 2) s,
          lateral (select ${now} - interval '8 days' - (${WRITTEN}::int - n) * interval '1 second'
            as at) o`,
    sql`insert into campaign_steps (workspace_id, campaign_id, target_id, kind, stage, variant,
          is_first, message_id, outcome, at)
        select ${w}, 1, m.dialog_id, 'stage', s, 1, s = 1, m.id, 'sent', m.created_at
        from messages m, lateral (select 2 - m.id % 2 as s) p order by m.id`,
    sql`insert into gate_decisions (workspace_id, message_id, at, verdict, reason)
        select ${w}, id, created_at, 'passed', 'consent' from messages`,
    sql`insert into counters (workspace_id, noun, last) values (${w}, 'dialog', ${WRITTEN})
        on conflict (workspace_id, noun) do update set last = excluded.last`,
  ];
  await app.database.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const statement of statements) await tx.execute(statement);
  });
  for (const table of ['contacts', 'consents', 'dialogs', 'messages', 'campaign_targets'])
    await app.db.execute(sql`
      select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.raw(table)}))`);
  await app.db.execute(sql`vacuum analyze`);
}

/** The tables that grow, of which a piece of work read more than `most` rows or everything. */
async function readTooMuch(work: () => Promise<unknown>, most: number): Promise<string[]> {
  const reads = await readsOf(house.app, work);
  return [...reads].flatMap(([name, { scans, rows }]) => {
    if (!growing.includes(name)) return [];
    if (rows > most) return [`${rows} rows of ${name}`];
    return scans > 0 ? [`all of ${name}`] : [];
  });
}

const growing = [
  'campaign_targets',
  'campaign_steps',
  'messages',
  'dialogs',
  'contacts',
  'consents',
  'audience_members',
  'gate_decisions',
];

onPostgres('a query that reads all targets of a campaign is noticed', async () => {
  const work = () =>
    house.app.db.execute(sql`
      select count(*) from campaign_targets where campaign_id = 1 and status = 'active'
        and has_replied`);
  expect(await readTooMuch(work, 20_000)).not.toEqual([]);
});

const inCampaign = (
  number: number,
  work: (tx: Db, campaign: Awaited<ReturnType<typeof findCampaign>>) => Promise<unknown>,
) =>
  house.app.database.transaction(async (tx) =>
    work(tx, await findCampaign(tx, house.workspaceId, number)),
  );
const inTransaction = (work: (tx: Db) => Promise<unknown>) => house.app.database.transaction(work);

/** Puts the next people of the first campaign into the outbox. */
const feedNext = () =>
  inCampaign(1, async (tx, campaign) => {
    const members = await membersOf(tx, campaign);
    const { queued } = await feedCampaign(house.app, tx, campaign, members);
    expect(queued).toBe(200);
  });

/** Reads the outcomes of messages as they become known. */
async function hearOutcomes(type: string, messages: number[]): Promise<void> {
  const { app, workspaceId } = house;
  await followOutcomes(app);
  await app.db.execute(sql`
    insert into events (workspace_id, type, at, actor, message_id, data)
    select ${workspaceId}, ${type}, ${now}, '{"kind": "system"}', value::bigint, '{}'
    from jsonb_array_elements_text(${JSON.stringify(messages)}::jsonb)`);
  // Other tests' transactions on the same server hide new events while they last.
  await expect.poll(() => followOutcomes(app), { timeout: 60_000, interval: 50 }).toBe('all');
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** What is done, and how many rows of one table it may read. */
const operations: [string, number, () => Promise<unknown>][] = [
  // Each of its people is looked up, checked and counted: some reads each.
  [
    'the next part of an audience is copied',
    40_000,
    () => inCampaign(3, (tx, campaign) => copyAudience(house.app, tx, campaign)),
  ],
  [
    'the zones of those still to be written to are found',
    2_000,
    () => inCampaign(1, (tx, campaign) => plannedZones(tx, campaign)),
  ],
  ['the next people on their turn are put into the outbox', 20_000, feedNext],
  [
    'people without a zone of their own are put into the outbox',
    20_000,
    () =>
      inCampaign(2, async (tx, campaign) => {
        const members = await membersOf(tx, campaign);
        await feedCampaign(house.app, tx, campaign, members);
      }),
  ],
  [
    'people are put into the outbox, and the gate lets their messages through',
    40_000,
    async () => {
      await feedNext();
      const senders = numbers(1, ACCOUNTS).map(
        (id) => [id, { fence: 1, usesProxy: false }] as const,
      );
      const pass = await passGate(house.app, new Map(senders), new Set(), new Map());
      expect(pass.unprepared.length + pass.passed.length).toBeGreaterThan(0);
    },
  ],
  [
    'messages are heard to have been sent',
    20_000,
    () => hearOutcomes('message.sent', numbers(1_001, 100)),
  ],
  [
    'messages are heard to have failed, just after the campaign had stood still',
    20_000,
    () => hearOutcomes('message.failed', numbers(2_001, 10)),
  ],
  [
    'people who stay silent are looked after',
    20_000,
    async () => {
      const loop = await startLookingAtSilent(house.app);
      await loop.drain();
      await loop.stop();
    },
  ],
  [
    'people are heard',
    2_000,
    () => inTransaction((tx) => noteReplies(house.app, tx, numbers(5_001, 20))),
  ],
  [
    'somebody agrees',
    2_000,
    () =>
      inTransaction(async (tx) => {
        const { workspaceId } = house;
        const dialog = { workspaceId, id: 6_000, senderId: 1, contactId: 6_000 };
        expect(await leadOn(house.app, tx, dialog, 12_000)).toBe('next');
      }),
  ],
  [
    'a dialog ends',
    2_000,
    () =>
      inTransaction((tx) =>
        endLeads(house.app, tx, [{ dialogId: 7_000, status: 'completed', reason: 'no_reply' }]),
      ),
  ],
  [
    'somebody is erased',
    2_000,
    () =>
      inTransaction((tx) =>
        eraseTargets(house.app, tx, { workspaceId: house.workspaceId, contactId: 8_000 }),
      ),
  ],
  [
    'two people turn out to be one',
    2_000,
    () =>
      inTransaction((tx) =>
        mergeTargets(house.app, tx, {
          workspaceId: house.workspaceId,
          keeperId: 9_000,
          loserId: 400_000,
        }),
      ),
  ],
  [
    'the people of a campaign are listed, the newest and older ones',
    2_000,
    async () => {
      const campaign = await findCampaign(house.app.db, house.workspaceId, 1);
      for (const beforeId of [undefined, 300_000])
        for (const status of [undefined, 'active', 'failed'] as const)
          await listTargets(house.app, campaign, { status, limit: 50, beforeId }, 'en');
    },
  ],
  [
    'a campaign is shown',
    2_000,
    async () => {
      const campaign = await findCampaign(house.app.db, house.workspaceId, 1);
      await viewCampaigns(house.app, [campaign], 'en');
    },
  ],
  [
    'a campaign is paused and resumed',
    20_000,
    async () => {
      const reason = { by: 'operator' as const, text: { ru: '', en: '' } };
      await inTransaction((tx) =>
        tx.execute(sql`update campaigns set status = 'running' where id = 1`),
      );
      await pauseCampaign(house.app, house.workspaceId, 1, reason, caller.actor);
      await resumeCampaign(house.app, caller, 1);
    },
  ],
  [
    'people are taken off an ended campaign',
    60_000,
    () =>
      inCampaign(2, async (tx, campaign) => {
        const { cleared } = await clearEnded(house.app, tx, campaign);
        expect(cleared).toBe(2_000);
      }),
  ],
];

onPostgres.each(operations)('%s without reading more than its part', async (_, most, work) => {
  expect(await readTooMuch(work, most)).toEqual([]);
});
