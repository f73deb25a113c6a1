import pg from 'pg';
import { importAccounts, makePeople, signIn } from './support/accounts.ts';
import { type Bench, type Result, round } from './support/bench.ts';
import { createDatabase } from './support/database.ts';
import { measureDatabase } from './support/processor-time.ts';
import { type Box, type Server, startBox, startServer } from './support/programs.ts';
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
type Cost = { server: number; database: number; total: number; pages: number };
type Costs = { planned: Cost; sent: Cost };

/**
 * What a campaign costs at a million people against ten thousand, on PostgreSQL: for each person
 * planned, when the audience is copied into the campaign's targets, and for each message sent:
 * choice of the account, outbox, gate, look-up of the person, sending over the box, outcome, and
 * what the campaign makes of it. Every person is new to the account that writes to them.
 *
 * The cost is the processor time of the server's process and of its connections to the database,
 * so that it is the same on a machine where others are at work. Both sizes have a database and a
 * server of their own, and send as many messages from as many accounts. `ours` and `peer` are the
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
    sentPages: round(large.sent.pages / small.sent.pages),
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
  const server = await startServer(bench, {
    DATABASE_URL: databaseUrl,
    TELEGRAM_EMULATOR: box.address,
    TIME_ZONE: 'UTC',
  });
  bench.say(`${size}: making the people`);
  await fill(databaseUrl, size);
  await importAccounts(server, await signIn(box, ACCOUNTS, `account_of_${size}_`));
  const campaign = await draftCampaign(server);
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

async function draftCampaign({ api }: Server): Promise<number> {
  const { script } = await api.post<{ script: { id: number } }>('/scripts', {
    name: 'Two stages',
    stages: [{ content: 'Good day, {{ first_name | default: "friend" }}!' }, { content: 'And?' }],
  });
  const { campaign } = await api.post<{ campaign: { id: number } }>('/campaigns', {
    name: 'The bench',
    script_id: script.id,
    audience_id: 1,
    schedule: { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] },
  });
  return campaign.id;
}

/** @returns what measures some work, which says how often it did what is counted */
async function meter(bench: Bench, server: Server, databaseUrl: string) {
  const readWork = await measureDatabase(bench, databaseUrl);
  const now = async () => {
    const [{ cpuSeconds }, database] = await Promise.all([server.usage(), readWork()]);
    return { server: cpuSeconds, database: database.cpuSeconds, pages: database.pages };
  };
  return async (work: () => Promise<number>): Promise<Cost> => {
    const before = await now();
    const times = await work();
    const after = await now();
    const each = (seconds: number) => round((seconds * 1e6) / times);
    const [own, database] = [after.server - before.server, after.database - before.database];
    const pages = round((after.pages - before.pages) / times);
    return { server: each(own), database: each(database), total: each(own + database), pages };
  };
}

function costLine({ server, database, pages }: Cost): string {
  return `${server} µs in the server, ${database} µs and ${pages} pages in the database, each`;
}

/** People with their consents on one list, as the import leaves them, made by the database. */
function fill(databaseUrl: string, size: number): Promise<void> {
  return run(
    databaseUrl,
    // Rows that fit by their making needn't be checked against each other.
    'set session_replication_role = replica',
    `insert into sources (id, workspace_id, name, basis, created_at) overriding system value
     values (1, 1, 'The bench', 'opt_in', now())`,
    // The first to be written to are the people whom the box knows.
    `insert into contacts (id, workspace_id, username, first_name, last_name, priority, time_zone,
       consent_id, created_at) overriding system value
     select n, 1, 'person' || (10 - priority) * (${size} / 10) + (n - 1) / 10 + 1, 'Anna', 'Kim',
       priority, (array['Europe/Moscow', 'Asia/Omsk', 'Asia/Tokyo', 'UTC'])[1 + n / 10 % 5], n, now()
     from generate_series(1, ${size}) n, lateral (select 1 + n % 10 as priority) p`,
    `insert into consents (id, workspace_id, contact_id, source_id, given_at, evidence)
       overriding system value
     select n, 1, n, 1, now(), '{}' from generate_series(1, ${size}) n`,
    `insert into audiences (id, workspace_id, name, kind, created_at) overriding system value
     values (1, 1, 'All', 'list', now())`,
    `insert into audience_members (workspace_id, audience_id, contact_id, added_at)
     select 1, 1, n, now() from generate_series(1, ${size}) n`,
    ...['sources', 'contacts', 'consents', 'audiences'].map(
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
