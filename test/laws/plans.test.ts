import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissions } from '../../contract/permissions.ts';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import type { Caller } from '../../server/feature.ts';
import { findAccount } from '../../server/features/accounts/find-account.ts';
import { gatherFacts } from '../../server/features/analytics/gather-facts.ts';
import { keepTallies } from '../../server/features/analytics/keep-tallies.ts';
import {
  audienceMembersSql,
  countMembers,
} from '../../server/features/contacts/audiences/audience-members.ts';
import { findOptOut } from '../../server/features/contacts/do-not-contact.ts';
import type { ContactFilter } from '../../server/features/contacts/filter-contacts.ts';
import { listContacts } from '../../server/features/contacts/find-contacts.ts';
import { identifyContact } from '../../server/features/contacts/identify-contact.ts';
import { gatherPeople } from '../../server/features/contacts/import/gather-people.ts';
import { writePeople } from '../../server/features/contacts/import/write-people.ts';
import { listDialogs } from '../../server/features/dialogs/list-dialogs.ts';
import { readHistory } from '../../server/features/dialogs/read-history.ts';
import { receiveMessages } from '../../server/features/dialogs/receive-messages.ts';
import { viewDialogs } from '../../server/features/dialogs/view-dialog.ts';
import { readAccountHistory } from '../../server/features/events/account-history.ts';
import { findEvents } from '../../server/features/events/find-events.ts';
import { listLogs } from '../../server/features/events/list-logs.ts';
import { readOnward } from '../../server/features/events/read-onward.ts';
import { readContact } from '../../server/features/evidence/read-evidence.ts';
import { writeFile } from '../../server/features/evidence/write-file.ts';
import { startDelivering } from '../../server/features/integrations/webhooks/deliver.ts';
import { fanOut } from '../../server/features/integrations/webhooks/fan-out.ts';
import { listDeliveries } from '../../server/features/integrations/webhooks/list-deliveries.ts';
import { replayDead, replaySince } from '../../server/features/integrations/webhooks/replay.ts';
import { claimJob } from '../../server/features/jobs/claim-job.ts';
import { countMissed, readLive } from '../../server/features/live/read-live.ts';
import { explainAccount } from '../../server/features/messages/explain-account.ts';
import { startFailingAbandoned } from '../../server/features/messages/fail-abandoned.ts';
import { passGate } from '../../server/features/messages/pass-gate.ts';
import { postMessage, readMessage } from '../../server/features/messages/post-message.ts';
import { findUnfinished } from '../../server/features/messages/repeat-unfinished.ts';
import { stopWriting } from '../../server/features/messages/stop-writing.ts';
import { explainMessage } from '../../server/features/messages/view-message.ts';
import { fillForm } from '../../server/features/opt-in/fill-form.ts';
import { findForm, findPoint } from '../../server/features/opt-in/find-point.ts';
import { noticeOptIns } from '../../server/features/opt-in/notice-opt-ins.ts';
import { settleActs } from '../../server/features/opt-in/settle-acts.ts';
import { readOverview } from '../../server/features/overview/read-overview.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { readsOf } from '../support/rows-read.ts';

/**
 * No hot query reads a big table from end to end: PostgreSQL counts sequential scans itself, so
 * the product's own operations are run on a million rows and the counters are looked at. Only
 * PostgreSQL has these counters to itself, so this file needs it:
 *   node --import tsx test/support/with-postgres.ts npx vitest run test/laws/plans.test.ts
 */
const onPostgres = test.skipIf(!process.env['TEST_DATABASE_URL']);
if (!process.env['TEST_DATABASE_URL'])
  process.stderr.write('Query plans are checked on PostgreSQL only: see CONTRIBUTING.md.\n');

const ACCOUNTS = 100;
const PEOPLE = 200_000;
const MESSAGES = 1_000_000;
const big = [
  'messages',
  'dialogs',
  'contacts',
  'contact_tags',
  'audience_members',
  'consents',
  'jobs',
  'account_peers',
  'do_not_contact',
  'events',
  'webhook_deliveries',
  'gate_decisions',
  'opt_in_acts',
];

let test_: TestApp;
let caller: Caller;

beforeAll(async () => {
  if (!process.env['TEST_DATABASE_URL']) return;
  test_ = await openTestApp(new Date('2026-03-10T12:00:00Z'), {
    N8N_WEBHOOK_INCOMING: 'http://127.0.0.1:9/incoming',
  });
  caller = { workspaceId: test_.workspaceId, actor: { kind: 'system' }, language: 'en' };
  await fill(test_);
}, 240_000);
afterAll(() => test_?.close());

/** A house that has worked for a year, made by the database itself. */
async function fill({ app, workspaceId: w }: TestApp): Promise<void> {
  const now = sql.raw(`'2026-03-10T12:00:00Z'::timestamptz`);
  const statements = [
    sql`insert into senders (id, workspace_id, kind, fence) overriding system value
        select n, ${w}, 'account', 1 from generate_series(1, ${ACCOUNTS}::int) n`,
    sql`insert into accounts (id, workspace_id, number, name, telegram_id, status, status_since,
          status_reason, added_at, connection, min_message_delay)
        select n, ${w}, n, 'Account ' || n, 9000000 + n, 'active', ${now}, 'test', ${now}, 'online', 0
        from generate_series(1, ${ACCOUNTS}::int) n`,
    sql`insert into sources (id, workspace_id, name, basis, created_at) overriding system value
        values (1, ${w}, 'import', 'opt_in', ${now})`,
    sql`insert into contacts (id, workspace_id, telegram_id, username, phone, consent_id, created_at,
            first_name, last_name, status, language, tags, priority)
          overriding system value
        select n, ${w}, n, 'person_' || n, '+7' || (9000000000 + n), n, ${now},
          'Anna' || n % 5000, 'Kim' || n % 7000, case when n % 100 = 0 then 'failed' else 'pending' end,
          case when n % 20 = 0 then 'en' else 'ru' end, case when n < 20000 then array['old'] else '{}' end,
          case when n % 5000 = 0 then 10 else 5 end
        from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into contact_tags (workspace_id, tag, contact_id)
        select workspace_id, 'old', id from contacts where id < 20000`,
    sql`insert into audiences (id, workspace_id, name, kind, created_at) overriding system value
        values (1, ${w}, 'Half', 'list', ${now})`,
    sql`insert into audience_members (workspace_id, audience_id, contact_id, added_at)
        select ${w}, 1, n * 2, ${now} from generate_series(1, ${PEOPLE}::int / 2) n`,
    sql`insert into jobs (workspace_id, kind, title, args, actor, status, due_at, created_at,
          finished_at)
        select ${w}, 'contacts.import', '{}', '{}', '{}', 'done', ${now}, ${now}, ${now}
        from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into consents (id, workspace_id, contact_id, source_id, given_at, evidence)
          overriding system value
        select n, ${w}, n, 1, ${now}, '{}' from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into account_peers (account_id, user_id, access_hash, username, phone, seen_at)
        select 1 + n % ${ACCOUNTS}, n, n, 'person_' || n, '+7' || (9000000000 + n), ${now}
        from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into dialogs (id, workspace_id, number, sender_id, contact_id, created_at,
          first_out_at, last_out_at, last_in_at) overriding system value
        select n, ${w}, n, 1 + n % ${ACCOUNTS}, n, ${now}, ${now}, ${now}, ${now}
        from generate_series(1, ${PEOPLE}::int) n`,
    // every fiftieth waits; the rest was sent or heard
    sql`insert into messages (id, workspace_id, dialog_id, sender_id, contact_id, direction, type,
          content, telegram_id, created_at, sent_at, status, lane, random_id, due_at, origin)
          overriding system value
        select n, ${w}, c, 1 + c % ${ACCOUNTS}, c, case when n % 3 = 0 then 'in' else 'out' end,
          'text', 'Hello', n, ${now}, ${now},
          case when n % 3 = 0 then 'received' when n % 50 = 1 then 'queued' else 'sent' end,
          'next', n, ${now}, 'api'
        from generate_series(1, ${MESSAGES}::int) n, lateral (select 1 + n % ${PEOPLE} as c) p`,
    sql`insert into gate_decisions (workspace_id, message_id, at, verdict, reason)
        select ${w}, n, ${now}, 'passed', 'dialog' from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into do_not_contact (workspace_id, kind, identifier_hash, reason, evidence, created_at)
        select ${w}, 'username', sha256(convert_to(n::text, 'utf8')), 'asked', '{}', ${now}
        from generate_series(1, ${PEOPLE}::int) n`,
    // a year of them; every hundred thousandth is of an account
    sql`insert into events (workspace_id, type, at, actor, sender_id, contact_id, message_id, data)
        select ${w}, case when n % 100000 = 0 then 'account.status_changed'
            when n % 3 = 0 then 'message.received' else 'message.sent' end,
          ${now} - (${MESSAGES}::int - n) * interval '30 seconds', '{"kind": "system"}',
          1 + c % ${ACCOUNTS}, case when n % 100000 > 0 then c end,
          case when n % 100000 > 0 then n end, '{}'
        from generate_series(1, ${MESSAGES}::int) n, lateral (select 1 + n % ${PEOPLE} as c) p`,
    sql`insert into webhook_deliveries (workspace_id, endpoint_id, event_id, status, attempts,
          due_at, created_at, finished_at)
        select ${w}, e.endpoint, n, s.status, 1,
          case when s.status = 'pending' then ${now} end, ${now}, ${now}
        from (select min(id) as endpoint from webhook_endpoints) e,
          generate_series(1, ${PEOPLE}::int) n,
          lateral (select case when n % 50000 = 0 then 'dead'
            when n % 40000 = 0 then 'pending' else 'delivered' end as status) s`,
    sql`insert into opt_in_points (id, workspace_id, source_id, kind, key, code, language, title,
          words, agreement, account_id, created_at, updated_at) overriding system value
        select n, ${w}, 1, 'form', 'key' || n, 'zz' || chr(97 + n / 20) || chr(97 + n % 20), 'en', 'Point', 'Good day from point ' || n,
          'I agree', 1 + n % ${ACCOUNTS}, ${now}, ${now} from generate_series(1, 200) n`,
    sql`insert into opt_in_acts (workspace_id, point_id, contact_id, consent_id, at, address_hash)
        select ${w}, 1 + n % 200, n, n, ${now}, sha256(convert_to((n % 5000)::text, 'utf8'))
        from generate_series(1, ${PEOPLE}::int) n`,
    sql`insert into event_cursors (reader, xid, id)
        select 'opt-in', max(xid::text::bigint)::text::xid8, max(id) - 100 from events`,
    sql`insert into event_cursors (reader, xid, id)
        select 'webhooks', max(xid::text::bigint)::text::xid8, max(id) - 100 from events`,
    sql`update event_cursors set (xid, id) = (
          select max(xid::text::bigint)::text::xid8, max(id) - 2000 from events)
        where reader = 'analytics'`,
    sql`insert into counters (workspace_id, noun, last) values (${w}, 'dialog', ${PEOPLE})
        on conflict (workspace_id, noun) do update set last = excluded.last`,
  ];
  await app.database.transaction(async (tx) => {
    // Rows that fit by their making needn't be checked against each other.
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const statement of statements) await tx.execute(statement);
  });
  for (const table of ['contacts', 'consents', 'dialogs', 'messages', 'events', 'senders'])
    await app.db.execute(sql`
      select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.raw(table)}))`);
  await app.db.execute(sql`vacuum analyze`);
}

/** The big tables that were read from end to end while `work` ran. */
async function scannedBy(work: () => Promise<unknown>): Promise<string[]> {
  const reads = await readsOf(test_.app, work);
  return big.filter((name) => (reads.get(name)?.scans ?? 0) > 0);
}

onPostgres('a query that does read a whole table is noticed', async () => {
  const work = () => test_.app.db.execute(sql`select count(*) from messages where content = 'x'`);
  expect(await scannedBy(work)).toEqual(['messages']);
});

const peer = (userId: number) => ({
  userId,
  accessHash: String(userId),
  username: `person_${userId}`,
  phone: null,
  firstName: 'Anna',
  lastName: '',
});

const rights = { role: 'owner' as const, permissions };

const operations: [string, (t: TestApp) => Promise<unknown>][] = [
  ['the overview is read', ({ app }) => readOverview(app, { ...caller, rights }, 30)],
  [
    'facts are gathered and counted',
    async ({ app }) => {
      while ((await gatherFacts(app)) === 'some');
      while (await keepTallies(app));
    },
  ],
  [
    'the history of an account is read',
    ({ app, workspaceId }) =>
      readAccountHistory(app, { workspaceId, language: 'en' }, 'acc_7', {
        limit: 50,
        after: undefined,
      }),
  ],
  [
    'what a cut connection has missed is counted and read',
    async ({ app, workspaceId }) => {
      const [last] = await selectRows(
        app.db,
        { xid: text, id: int },
        sql`select xid::text as xid, id from events e
            order by e.xid desc, e.id desc offset 3000 limit 1`,
      );
      const after = { xid: BigInt(last?.xid ?? 0), id: last?.id ?? 0 };
      expect(await countMissed(app, after, 5_001)).toBeGreaterThanOrEqual(3_000);
      const { events } = await readLive(app, { after, workspaceId, limit: 500 });
      expect(events).toHaveLength(500);
    },
  ],
  [
    'the gate takes what is due',
    ({ app }) =>
      passGate(
        app,
        new Map([1, 2, 3].map((id) => [id, { fence: 1, usesProxy: false }])),
        new Set(),
        new Map(),
      ),
  ],
  ['what is unfinished is found', ({ app }) => findUnfinished(app, [1, 2, 3], new Set(), 20)],
  [
    'abandoned messages are failed',
    async ({ app }) => {
      const loop = await startFailingAbandoned(app);
      await loop.drain();
      await loop.stop();
    },
  ],
  [
    'somebody known is written to',
    ({ app }) =>
      postMessage(app, caller, sendRequest({ user_id: 777 }), {
        deadline: performance.now() + 25_000,
        idempotencyKey: 'plans-1',
      }),
  ],
  [
    'somebody new is written to',
    ({ app }) =>
      postMessage(app, caller, sendRequest({ username: 'somebody_new' }), {
        deadline: undefined,
        idempotencyKey: 'plans-2',
      }),
  ],
  ['one message is read', ({ app, workspaceId }) => readMessage(app.db, workspaceId, 777_777)],
  [
    'a message is explained',
    async ({ app, workspaceId }) =>
      explainMessage(app, await readMessage(app.db, workspaceId, 777), 'en'),
  ],
  [
    'the first page of a history is read',
    ({ app, workspaceId }) =>
      readHistory(app, workspaceId, 5_000, { limit: 50, beforeId: undefined }),
  ],
  [
    'a later page of a history is read',
    ({ app, workspaceId }) => readHistory(app, workspaceId, 5_000, { limit: 2, beforeId: 600_000 }),
  ],
  [
    'the inbox is read by activity, by status and by who waits longest',
    async ({ app, workspaceId }) => {
      const page = { limit: 50 };
      const { ids, next } = await listDialogs(app, workspaceId, { ...page, sort: 'activity' });
      await viewDialogs(app, caller, ids);
      const after = next ?? '';
      await listDialogs(app, workspaceId, { ...page, sort: 'activity', after });
      await listDialogs(app, workspaceId, { ...page, sort: 'activity', status: ['active'] });
      await listDialogs(app, workspaceId, { ...page, sort: 'waiting', snoozed: false });
    },
  ],
  [
    'messages are heard from somebody known and somebody new',
    ({ app, workspaceId }) =>
      receiveMessages(
        app,
        [31, 5_000_000].map((userId, i) => ({
          sender: { id: 32, workspaceId, fence: 1 },
          heard: {
            kind: 'message',
            message: {
              telegramId: 2_000_000 + i,
              from: peer(userId),
              sentAt: app.clock.now(),
              type: 'text',
              text: 'Hi',
            },
          },
        })),
      ),
  ],
  [
    'two names turn out to be one person',
    ({ app, workspaceId }) =>
      app.database.transaction((tx) =>
        identifyContact(app, tx, workspaceId, { telegramId: 4_000, phone: '+79000004001' }),
      ),
  ],
  [
    'one person is looked up by every name',
    ({ app, workspaceId }) =>
      app.database.transaction((tx) =>
        identifyContact(app, tx, workspaceId, { telegramId: 40, username: 'person_40' }),
      ),
  ],
  [
    'the do-not-contact list is asked',
    ({ app, workspaceId }) =>
      findOptOut(app, app.db, workspaceId, { telegramId: 1, username: 'x_1', phone: '+7900' }),
  ],
  [
    'somebody says stop',
    ({ app, workspaceId }) =>
      stopWriting(
        app,
        workspaceId,
        { telegramId: 90_000 },
        { reason: 'x', evidence: {}, actor: { kind: 'system' } },
      ),
  ],
  [
    'an account is asked why it does not send',
    async ({ app, workspaceId }) =>
      explainAccount(app, await findAccount(app, workspaceId, 'acc_7'), 'en'),
  ],
  [
    'somebody opts in by a message',
    async ({ app, workspaceId }) => {
      const from = peer(12_345);
      const sender = { id: 1 + (12_345 % ACCOUNTS), workspaceId, fence: 1 };
      const sentAt = app.clock.now();
      const said = { telegramId: 3_000_000, from, sentAt, type: 'text' as const, text: 'Hi #zzah' };
      await receiveMessages(app, [{ sender, heard: { kind: 'message', message: said } }]);
      while ((await noticeOptIns(app)) === 'some');
      await settleActs(app);
      const { acts } = await findPoint(app, workspaceId, 7);
      expect(acts).toBe(1);
    },
  ],
  [
    'somebody fills a form',
    async ({ app }) => {
      const point = await findForm(app, 'key7');
      if (!point) throw new Error('there is no form');
      const visit = { address: '203.0.113.7', userAgent: '', page: '', cameFrom: '' };
      await fillForm(app, point, { person: { phone: '+79000000077' }, given: {} }, visit);
    },
  ],
  [
    'the whole file of a person is read',
    async ({ app, workspaceId }) => {
      const contact = await readContact(app, workspaceId, 4_242);
      for await (const piece of writeFile(app, contact, 'en')) expect(piece).not.toBe('');
    },
  ],
  ['events are fanned out', ({ app }) => fanOut(app)],
  [
    'due webhooks are posted',
    async ({ app }) => {
      const loop = await startDelivering(app);
      await loop.drain();
      await loop.stop();
    },
  ],
  [
    'the webhooks of an endpoint are listed',
    ({ app, workspaceId }) =>
      listDeliveries(
        app,
        workspaceId,
        { status: undefined, endpointId: 1 },
        { limit: 50, beforeId: undefined },
      ),
  ],
  ['dead webhooks are posted again', ({ app }) => replayDead(app, caller, undefined, undefined)],
  [
    'an endpoint is told again of an hour',
    ({ app }) => replaySince(app, caller, 1, new Date('2026-03-10T11:00:00Z'), undefined),
  ],
  [
    'the newest events are listed',
    ({ app, workspaceId }) => findEvents(app, workspaceId, {}, newest),
  ],
  [
    'a rare type of events is listed, for one account too',
    async ({ app, workspaceId }) => {
      await findEvents(app, workspaceId, { types: ['account.*'] }, newest);
      await findEvents(app, workspaceId, { types: ['account.*'], senderId: 7 }, newest);
    },
  ],
  [
    'the events of one person are listed',
    ({ app, workspaceId }) => findEvents(app, workspaceId, { contactId: 777 }, newest),
  ],
  [
    'the events of a day long ago are listed',
    ({ app, workspaceId }) =>
      findEvents(app, workspaceId, { until: new Date('2025-06-01T00:00:00Z') }, newest),
  ],
  [
    'events are followed from the beginning, from a cursor and from a moment',
    async ({ app, workspaceId }) => {
      const rare = { types: ['account.status_changed'] };
      const { next } = await readOnward(app, workspaceId, rare, { limit: 50, after: undefined });
      await readOnward(app, workspaceId, {}, { limit: 50, after: next });
      const since = new Date('2026-03-10T11:00:00Z');
      await readOnward(app, workspaceId, { since }, { limit: 50, after: undefined });
    },
  ],
  [
    'the log of an account and of a person is shown',
    async ({ app, workspaceId }) => {
      const asking = { workspaceId, language: 'en' as const };
      await listLogs(app, asking, { accountId: 'acc_7' }, newest);
      await listLogs(app, asking, { userId: 777 }, newest);
      await listLogs(app, asking, { action: 'status_change' }, newest);
    },
  ],
  [
    'dead webhooks are listed',
    ({ app, workspaceId }) =>
      listDeliveries(
        app,
        workspaceId,
        { status: 'dead', endpointId: undefined },
        { limit: 50, beforeId: undefined },
      ),
  ],
];

const newest = { order: 'newest' as const, limit: 50, after: undefined };
const listed: [string, ContactFilter][] = [
  ['the newest contacts are listed', {}],
  ['contacts are searched by a name', { q: 'kim69' }],
  ['contacts are searched by two words', { q: 'anna49 kim' }],
  ['contacts are searched by a username', { q: '@person_777' }],
  ['contacts are searched by a phone', { q: '8 900 012' }],
  ['contacts are searched and nobody is found', { q: 'zzzz' }],
  ['contacts are searched by who is most urgent', { priority: [10] }],
  ['contacts of a rare status are listed', { status: ['failed', 'completed'] }],
  ['contacts with a tag that only the oldest have are listed', { tags: ['old'] }],
  ['contacts of a source are listed', { source: 'IMPORT' }],
  ['contacts of a language are listed', { language: 'en' }],
  ['contacts without consent are listed', { has_consent: false }],
  ['contacts who said stop are listed', { opted_out: true }],
];
for (const [name, filter] of listed)
  operations.push([
    name,
    async ({ app, workspaceId }) => {
      await listContacts(app, workspaceId, filter, { limit: 50, beforeId: undefined });
      await listContacts(app, workspaceId, filter, { limit: 50, beforeId: 100_000 });
    },
  ]);

const half = { id: 1, kind: 'list' as const, filter: null };
operations.push(
  [
    'a chunk of a list is read',
    ({ app, workspaceId }) =>
      app.db.execute(
        audienceMembersSql({ ...half, workspaceId }, { afterId: 100_000, limit: 1_000 }),
      ),
  ],
  [
    'a chunk of a filter is read',
    ({ app, workspaceId }) =>
      app.db.execute(
        audienceMembersSql(
          { ...half, workspaceId, kind: 'filter', filter: { tags: ['old'] } },
          { afterId: 100, limit: 1_000 },
        ),
      ),
  ],
  [
    'an audience is counted up to a limit',
    ({ app, workspaceId }) => countMembers(app.db, { ...half, workspaceId }, 1_000),
  ],
  ['a job is looked for', ({ app }) => claimJob(app, ['contacts.import'])],
  [
    'a chunk of an import is written: known, new and merged people',
    ({ app, workspaceId }) =>
      app.database.transaction((tx) => {
        const rows = Array.from({ length: 500 }, (_, n) => ({
          row: n,
          person:
            n < 5
              ? { username: `person_${50_000 + n}`, phone: `+7900006${1_000 + n}` }
              : n < 200
                ? { telegramId: 70_000 + n, firstName: 'Known' }
                : { username: `brand_new_${n}`, phone: `+7911000${1_000 + n}` },
        }));
        const { people, doubtful } = gatherPeople(rows);
        const terms = {
          workspaceId,
          evidence: { import_job: 1, file: 'people.csv' },
          sourceId: 1,
          audienceId: 1,
          existing: 'update' as const,
        };
        return writePeople(app, tx, terms, people, doubtful);
      }),
  ],
);

function sendRequest(to: { user_id?: number; username?: string }) {
  return {
    ...to,
    type: 'text' as const,
    content: 'Hello',
    consent: { source: 'import', basis: 'opt_in' as const },
    quiet_hours: false,
  };
}

onPostgres.each(operations)('%s without reading a whole table', async (_, operation) => {
  expect(await scannedBy(() => operation(test_))).toEqual([]);
});
