import pg from 'pg';
import { importAccounts, makePeople, signIn } from './support/accounts.ts';
import { type Bench, type Result, round } from './support/bench.ts';
import { createDatabase } from './support/database.ts';
import { timeDatabase } from './support/processor-time.ts';
import { type Box, createFolder, type Server, startBox, startServer } from './support/programs.ts';
import { waitFor } from './support/wait-for.ts';

const SMALL = 10_000;
const LARGE = Number(process.env['N'] ?? 1_000_000);
const ACCOUNTS = 100;
/** Sent before anything is measured, so that both sizes are measured in running order. */
const WARM_UP = 2_000;
const SENT = 6_000;
/** Of the large campaign's cost to the small one's. */
const BAR = 1.3;
const HOURS_MS = 3 * 3_600_000;

/** Microseconds of processor time, each. */
type Cost = { server: number; database: number; total: number };
type Costs = { planned: Cost; sent: Cost };

/**
 * What a campaign costs at a million people against ten thousand, on PostgreSQL: for each person
 * planned, when the audience is copied into the campaign's targets, and for each message sent:
 * choice of the account, outbox, gate, look-up of the person, sending over the box, outcome, and
 * what the campaign makes of it. Every person is new to the account that writes to them.
 *
 * The cost is the processor time of the server's process and of its connections to the database,
 * so that it is the same on a machine where others are at work. Both sizes have a database and a
 * server of their own, with as many people again to whom a campaign of last year went, and send as
 * many messages from as many accounts. `ours` and `peer` are the
 * microseconds of a message sent at the two sizes; the database alone must keep the bar too, and
 * planning must.
 */
export async function plan(bench: Bench): Promise<Result> {
  const box = await startBox(bench);
  await makePeople(box, WARM_UP + SENT + ACCOUNTS * 30, 'person');
  const small = await measureCampaign(bench, box, SMALL);
  const large = await measureCampaign(bench, box, LARGE);
  const ratios = {
    planned: round(large.planned.database / small.planned.database),
    sent: round(large.sent.total / small.sent.total),
    sentDatabaseAlone: round(large.sent.database / small.sent.database),
  };
  return {
    ours: large.sent.total,
    peer: small.sent.total,
    unit: 'µs of processor time a message',
    passed: [ratios.planned, ratios.sent, ratios.sentDatabaseAlone].every((r) => r <= BAR),
    details: { contacts: LARGE, against: SMALL, large, small, ratios, bars: { ratios: BAR } },
  };
}

async function measureCampaign(bench: Bench, box: Box, size: number): Promise<Costs> {
  const databaseUrl = await createDatabase(bench);
  const folder = await createFolder(bench);
  const env = { DATABASE_URL: databaseUrl, TELEGRAM_EMULATOR: box.address, TIME_ZONE: 'UTC' };
  const first = await startServer(bench, env, folder);
  await importAccounts(first, await signIn(box, ACCOUNTS, `account_of_${size}_`));
  await first.api.post('/audiences', { name: 'All' });
  const past = await draftCampaign(first, 'Last year');
  const campaign = await draftCampaign(first, 'This year');
  await first.stop();
  bench.say(`${size}: making the people and the past`);
  await fill(databaseUrl, size, past);
  const server = await startServer(bench, env, folder);
  // What the start takes isn't the campaign's.
  await waitFor('the accounts', async () => (await countOnline(server)) === ACCOUNTS);
  const work = await meter(bench, server, databaseUrl);

  const planned = await work(async () => {
    await server.api.post(`/campaigns/${campaign}/launch`, {});
    // A campaign that stands still is prepared all the same.
    await server.api.post(`/campaigns/${campaign}/pause`, {});
    await waitFor('the plan', async () => !(await read(server, campaign)).is_preparing, {
      timeoutMs: HOURS_MS,
      everyMs: 250,
    });
    return size;
  });
  bench.say(`${size}: planned at ${costLine(planned)}`);
  // What the server would do of itself in the meantime.
  await run(databaseUrl, 'vacuum analyze', 'checkpoint');

  await server.api.post(`/campaigns/${campaign}/resume`, {});
  const sentUpTo = async (count: number) => {
    let sent = 0;
    await waitFor(
      `${count} messages`,
      async () => {
        const { status, progress, pause_reason } = await read(server, campaign);
        if (status !== 'running') throw new Error(`the campaign is ${status}: ${pause_reason}`);
        sent = progress.active;
        return sent >= count;
      },
      { timeoutMs: HOURS_MS, everyMs: 100 },
    );
    return sent;
  };
  const before = await sentUpTo(WARM_UP);
  const sent = await work(async () => (await sentUpTo(before + SENT)) - before);
  bench.say(`${size}: sent at ${costLine(sent)}`);
  await server.stop();
  return { planned, sent };
}

type CampaignView = {
  status: string;
  is_preparing: boolean;
  pause_reason: string | null;
  progress: { planned: number; active: number };
};

async function read({ api }: Server, id: number): Promise<CampaignView> {
  return (await api.get<{ campaign: CampaignView }>(`/campaigns/${id}`)).campaign;
}

async function countOnline({ api }: Server): Promise<number> {
  const { accounts } = await api.get<{ accounts: { connection: string }[] }>(
    `/accounts?limit=${ACCOUNTS}`,
  );
  return accounts.filter((a) => a.connection === 'online').length;
}

async function draftCampaign({ api }: Server, name: string): Promise<number> {
  const { script } = await api.post<{ script: { id: number } }>('/scripts', {
    name,
    stages: [{ content: 'Good day, {{ first_name | default: "friend" }}!' }, { content: 'And?' }],
  });
  const { campaign } = await api.post<{ campaign: { id: number } }>('/campaigns', {
    name,
    script_id: script.id,
    audience_id: 1,
    schedule: { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] },
  });
  return campaign.id;
}

/** @returns what measures some work, which says how often it did what is counted */
async function meter(bench: Bench, server: Server, databaseUrl: string) {
  const databaseSeconds = await timeDatabase(bench, databaseUrl);
  const now = async () => {
    const [{ cpuSeconds }, database] = await Promise.all([server.usage(), databaseSeconds()]);
    return { server: cpuSeconds, database };
  };
  return async (work: () => Promise<number>): Promise<Cost> => {
    const before = await now();
    const times = await work();
    const after = await now();
    const each = (seconds: number) => round((seconds * 1e6) / times);
    const [own, database] = [after.server - before.server, after.database - before.database];
    return { server: each(own), database: each(database), total: each(own + database) };
  };
}

function costLine({ server, database }: Cost): string {
  return `${server} µs in the server and ${database} µs in the database, each`;
}

/**
 * A house of twice `size` people, made by the database: those of the audience with their consents,
 * as an import leaves them, and those to whom a campaign of last year went.
 */
function fill(databaseUrl: string, size: number, past: number): Promise<void> {
  const then = `now() - interval '1 year'`;
  const old = `generate_series(1, ${size}) n, lateral (select ${size} + n as person,
    1 + n % ${ACCOUNTS} as sender) o`;
  return run(
    databaseUrl,
    // Rows that fit by their making needn't be checked against each other.
    'set session_replication_role = replica',
    `insert into sources (id, workspace_id, name, basis, created_at) overriding system value
     values (1, 1, 'The bench', 'opt_in', ${then})`,
    // The first to be written to are the people whom the box knows.
    `insert into contacts (id, workspace_id, username, first_name, last_name, priority, time_zone,
       consent_id, created_at) overriding system value
     select n, 1, 'person' || (10 - priority) * (${size} / 10) + (n - 1) / 10 + 1, 'Anna', 'Kim',
       priority, (array['Europe/Moscow', 'Asia/Omsk', 'Asia/Tokyo', 'UTC'])[1 + n / 10 % 5], n, now()
     from generate_series(1, ${size}) n, lateral (select 1 + n % 10 as priority) p`,
    `insert into contacts (id, workspace_id, telegram_id, username, first_name, status,
       assigned_sender_id, consent_id, created_at) overriding system value
     select person, 1, 1000000000 + n, 'customer_' || n, 'Oleg', 'contacted', sender, person, ${then}
     from ${old}`,
    `insert into account_peers (account_id, user_id, access_hash, username, seen_at)
     select sender, 1000000000 + n, n, 'customer_' || n, ${then} from ${old}`,
    `insert into consents (id, workspace_id, contact_id, source_id, given_at, evidence)
       overriding system value
     select n, 1, n, 1, ${then}, '{}' from generate_series(1, 2 * ${size}) n`,
    `insert into audience_members (workspace_id, audience_id, contact_id, added_at)
     select 1, 1, n, now() from generate_series(1, ${size}) n`,
    `insert into dialogs (id, workspace_id, number, sender_id, contact_id, created_at, first_out_at,
       last_out_at, status) overriding system value
     select n, 1, n, sender, person, ${then}, ${then}, ${then}, 'completed' from ${old}`,
    `insert into messages (id, workspace_id, dialog_id, sender_id, contact_id, direction, type,
       content, telegram_id, created_at, sent_at, passed_at, status, lane, random_id, due_at, origin,
       origin_id, attempts, keeps_quiet_hours) overriding system value
     select n, 1, n, sender, person, 'out', 'text', 'Good day, Oleg!', n, ${then}, ${then}, ${then},
       'sent', 'first', n, ${then}, 'campaign', ${past}, 1, true from ${old}`,
    `insert into gate_decisions (workspace_id, message_id, at, verdict, reason)
     select 1, n, ${then}, 'passed', 'consent' from ${old}`,
    `insert into events (workspace_id, type, at, actor, sender_id, contact_id, message_id, data)
     select 1, 'message.sent', ${then}, '{"kind": "system"}', sender, person, n, '{}' from ${old}`,
    `update event_cursors c set xid = e.xid, id = e.id
     from (select xid, id from events order by xid desc, id desc limit 1) e`,
    `update campaigns set status = 'done', launched_at = ${then}, finished_at = ${then}
     where id = ${past}`,
    `insert into campaign_targets (id, workspace_id, campaign_id, contact_id, priority, status,
       sender_id, dialog_id, stage, reason, changed_at) overriding system value
     select n, 1, ${past}, person, 5, 'completed', sender, n, 1, 'no_reply', ${then} from ${old}`,
    `insert into campaign_counts (workspace_id, campaign_id, status, targets)
     values (1, ${past}, 'completed', ${size})`,
    `insert into campaign_steps (workspace_id, campaign_id, target_id, kind, stage, variant, is_first,
       message_id, outcome, at)
     select 1, ${past}, n, 'stage', 1, 1, true, n, 'sent', ${then} from ${old}`,
    `insert into counters (workspace_id, noun, last) values (1, 'dialog', ${size})
     on conflict (workspace_id, noun) do update set last = excluded.last`,
    ...['sources', 'contacts', 'consents', 'dialogs', 'messages', 'campaign_targets'].map(
      (table) =>
        `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
    ),
    'vacuum analyze',
  );
}

async function run(databaseUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
