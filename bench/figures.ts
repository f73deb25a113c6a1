import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Bench, percentile, type Result, round } from './support/bench.ts';
import { createDatabase } from './support/database.ts';
import { type Server, startServer } from './support/programs.ts';

const FACTS = Number(process.env['N'] ?? 1_000_000);
const DAYS = 365;
const ACCOUNTS = 100;
const CAMPAIGNS = 20;
const SOURCES = 10;
const PEOPLE = 200_000;
const PAGE_BAR_MS = 50;
const PAGES_EACH = 40;
const COUNTING_LIMIT_MS = 15 * 60_000;

/**
 * The pages of figures after a year of a million messages, on PostgreSQL: a hundred accounts, twenty
 * campaigns, ten sources. First the facts are counted into all the tables of days, as after a change
 * of the time zone; then each page is asked for over HTTP, one at a time, for the whole year and
 * with filters. `ours` is the slowest 95th percentile in milliseconds, `peer` the bar.
 */
export async function figures(bench: Bench): Promise<Result> {
  const databaseUrl = await createDatabase(bench);
  const server = await startServer(bench, { DATABASE_URL: databaseUrl, ROLES: 'api,worker' });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    bench.say(`writing ${FACTS} facts`);
    await fill(client);
    bench.say('counting them');
    const countingSeconds = await untilCounted(client);
    bench.say(`counted in ${round(countingSeconds)} s`);
    await client.query('vacuum analyze');
    const sizes = await client.query<{ name: string; rows: string; mb: number }>(`
      select relname as name, n_live_tup as rows,
        round(pg_total_relation_size(relid) / 1048576.0)::int as mb
      from pg_stat_user_tables where relname like 'analytics_%' order by 1`);
    const pages = await timePages(bench, server);
    const slowest = Math.max(...Object.values(pages));
    return {
      ours: slowest,
      peer: PAGE_BAR_MS,
      unit: 'ms',
      passed: slowest < PAGE_BAR_MS,
      details: {
        facts: FACTS,
        countingSeconds: round(countingSeconds),
        factsPerSecond: Math.round(FACTS / countingSeconds),
        tables: Object.fromEntries(sizes.rows.map((t) => [t.name, `${t.rows} rows, ${t.mb} MB`])),
        pagesP95Ms: pages,
      },
    };
  } finally {
    await client.end();
  }
}

/** A year of a house, made by the database itself: half of the facts are sends, a third replies. */
async function fill(client: pg.Client): Promise<void> {
  const w = '(select min(id) from workspaces)';
  const when = (n: string) =>
    `now() - ${DAYS} * interval '1 day' + ${n} * interval '1 day' * ${DAYS} / ${FACTS}`;
  const statements = [
    'set session_replication_role = replica',
    `insert into senders (id, workspace_id, kind) overriding system value
     select n, ${w}, 'account' from generate_series(1, ${ACCOUNTS}) n`,
    `insert into accounts (id, workspace_id, number, name, status, status_since, status_reason,
       added_at, connection)
     select n, ${w}, n, 'Account ' || n, 'disabled', now(), 'bench', now() - interval '2 years',
       'offline'
     from generate_series(1, ${ACCOUNTS}) n`,
    `insert into scripts (id, workspace_id, name, version, created_at, changed_at)
       overriding system value values (1, ${w}, 'Script', 1, now(), now())`,
    `insert into campaigns (id, workspace_id, number, name, status, script_id, script_version,
       schedule, created_at, launched_at) overriding system value
     select n, ${w}, n, 'Campaign ' || n, case when n > 15 then 'paused' else 'done' end, 1, 1,
       '{"from": "10:00", "to": "19:00", "days": [1]}', now(), now()
     from generate_series(1, ${CAMPAIGNS}) n`,
    `insert into sources (id, workspace_id, name, basis, created_at) overriding system value
     select n, ${w}, 'Source ' || n, 'opt_in', now() from generate_series(1, ${SOURCES}) n`,
    `insert into contacts (id, workspace_id, telegram_id, created_at) overriding system value
     select n, ${w}, n, now() from generate_series(1, ${PEOPLE}) n`,
    `insert into dialogs (id, workspace_id, number, sender_id, contact_id, created_at, status,
       waiting_since, waiting_because) overriding system value
     select n, ${w}, n, 1 + n % ${ACCOUNTS}, n, now(),
       case when n % 100 = 0 then 'waiting' else 'active' end, now() - n * interval '1 minute',
       'question'
     from generate_series(1, ${PEOPLE}) n`,
    `insert into events (workspace_id, type, at, actor, sender_id, data)
     select ${w}, 'account.status_changed', ${when(`${FACTS} / 1200 * n`)}, '{"kind": "system"}',
       1 + n % ${ACCOUNTS}, '{"from": "active", "to": "cooldown", "cause": "FLOOD_WAIT_60"}'
     from generate_series(1, 1200) n`,
    `insert into analytics_facts (workspace_id, event_id, at, what, sender_id, campaign_id,
       source_id, lane, kind, stage, variant, cause, is_first, is_new)
     select ${w}, -n, ${when('n')},
       case when n % 50 = 0 then 'refusal' when n % 51 = 0 then 'failed' when n % 97 = 0 then 'agreed'
         when n % 3 = 0 then 'reply' else 'sent' end,
       1 + (n::bigint * 7919) % ${ACCOUNTS}, 1 + n::bigint * ${CAMPAIGNS} / ${FACTS + 1}, 1 + (n::bigint * 31) % ${SOURCES},
       'first', 'stage', 1 + n % 3, 1 + n % 2,
       case when n % 50 = 0 then (array['rule', 'model', 'api'])[1 + n % 3]
         when n % 51 = 0 then (array['PEER_FLOOD', 'USER_IS_BLOCKED'])[1 + n % 2] else '' end,
       true, n % 2 = 0
     from generate_series(1, ${FACTS}) n`,
    'analyze',
    `notify vestnik_events`,
  ];
  for (const statement of statements) await client.query(statement);
}

async function untilCounted(client: pg.Client): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await client.query<{ is_done: boolean }>(`
      select counted_to = (select max(place) from analytics_facts) as is_done
      from analytics_tallies where is_shown`);
    const lasted = performance.now() - startedAt;
    if (rows[0]?.is_done) return lasted / 1_000;
    if (lasted > COUNTING_LIMIT_MS) throw new Error('the facts were not counted in time');
    await pause(250);
  }
}

const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
const year = `from=${day(DAYS)}&to=${day(0)}`;

const pages: Record<string, (n: number) => string> = {
  overview: () => '/overview?days=30',
  'funnel of a year': () => `/analytics/funnel?${year}`,
  'funnel of a campaign': (n) => `/analytics/funnel?${year}&campaign=${1 + (n % CAMPAIGNS)}`,
  'funnel of an account and a source': (n) =>
    `/analytics/funnel?${year}&account=acc_${1 + n}&source=${1 + (n % SOURCES)}`,
  'answers of a year': () => `/analytics/answers?${year}`,
  'answers of a month by hour': () => `/analytics/answers?from=${day(30)}&to=${day(0)}&by=hour`,
  'answers of an account': (n) => `/analytics/answers?${year}&account=acc_${1 + n}`,
  'accounts of a month': () => `/analytics/accounts?from=${day(30)}&to=${day(0)}`,
  'accounts of a year': () => `/analytics/accounts?${year}`,
  'accounts of a campaign': (n) => `/analytics/accounts?${year}&campaign=${1 + (n % CAMPAIGNS)}`,
  'sources of a year': () => `/analytics/sources?${year}`,
  'sources of an account': (n) => `/analytics/sources?${year}&account=acc_${1 + n}`,
  'refusals of a year': () => `/analytics/refusals?${year}`,
  'refusals of a source': (n) => `/analytics/refusals?${year}&source=${1 + (n % SOURCES)}`,
};

/** @returns the 95th percentile of each kind of page, in milliseconds */
async function timePages(bench: Bench, server: Server): Promise<Record<string, number>> {
  const taken: Record<string, number> = {};
  for (const [name, path] of Object.entries(pages)) {
    const times: number[] = [];
    for (let n = 0; n < PAGES_EACH; n++) {
      const startedAt = performance.now();
      await server.api.get(path(n));
      times.push(performance.now() - startedAt);
    }
    taken[name] = round(percentile(times, 0.95));
    bench.say(`${name}: p50 ${round(percentile(times, 0.5))} ms, p95 ${taken[name]} ms`);
  }
  return taken;
}
