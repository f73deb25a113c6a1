import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Bench, percentile, type Result, round } from './support/bench.ts';
import { copyIn } from './support/copy-in.ts';
import { createDatabase } from './support/database.ts';
import { createFolder, type Server, startServer } from './support/programs.ts';

const ROWS = Number(process.env['N'] ?? 1_000_000);
/** On the do-not-contact list, so that everybody who comes in must be compared with it. */
const STOPPED = 10_000;
const RATIO_BAR = 4;
const RSS_BAR_MB = 300;
const PAGE_BAR_MS = 50;
const PAGES_EACH = 40;
const SOURCE = 'The file of the bench';

/**
 * Bringing in a CSV of a million people over POST /contacts/import on PostgreSQL: read, checked,
 * recognised, compared with the do-not-contact list, each with the evidence of their consent. The
 * peer is COPY of the same file into a table with the columns, indexes and foreign key of
 * `contacts`, and nothing else, the faster of two. `ours` and `peer` are rows a second. Then pages of lists, filters
 * and searches over that million are timed over HTTP, one at a time.
 */
export async function contacts(bench: Bench): Promise<Result> {
  const folder = await createFolder(bench);
  const file = join(folder, 'people.csv');
  bench.say(`writing a CSV of ${ROWS} people`);
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const databaseUrl = await createDatabase(bench);
  const server = await startServer(bench, { DATABASE_URL: databaseUrl, ROLES: 'api,worker' });

  bench.say('COPY of the same file');
  const before = await copyRaw(databaseUrl, file);
  await fillStopList(databaseUrl);
  bench.say(`COPY took ${round(before)} s; importing`);
  const imported = await importFile(server, file);
  bench.say(`import took ${round(imported.seconds)} s, at most ${round(imported.rssMb)} MB`);
  // Others may have been at work on the machine the first time.
  const peerSeconds = Math.min(before, await copyRaw(databaseUrl, file));
  bench.say(`COPY took ${round(peerSeconds)} s at best`);
  await run(databaseUrl, 'analyze');
  const pages = await timePages(bench, server);
  const slowest = Math.max(...Object.values(pages));
  const timesSlower = imported.seconds / peerSeconds;
  return {
    ours: round(ROWS / imported.seconds),
    peer: round(ROWS / peerSeconds),
    unit: 'rows/s',
    passed:
      timesSlower <= RATIO_BAR &&
      imported.rssMb < RSS_BAR_MB &&
      slowest < PAGE_BAR_MS &&
      imported.added === ROWS,
    details: {
      rows: ROWS,
      importSeconds: round(imported.seconds),
      copySeconds: round(peerSeconds),
      timesCopy: round(timesSlower),
      ownCpuSeconds: round(imported.cpuSeconds),
      peakRssMb: round(imported.rssMb),
      rssBeforeMb: round(imported.rssBeforeMb),
      rssUploadedMb: round(imported.rssUploadedMb),
      pagesP95Ms: pages,
      bars: { timesCopy: RATIO_BAR, peakRssMb: RSS_BAR_MB, pagesP95Ms: PAGE_BAR_MS },
    },
  };
}

const firstNames = ['Анна', 'Иван', 'Мария', 'Олег', 'Ольга', 'Пётр', 'Светлана', 'Тимур'];
const lastNames = ['Иванова', 'Ким', 'Ли', 'Орлов', 'Соколова', 'Тэн', 'Фомин', 'Шевчук'];
const cities = ['Москва', 'Казань', 'Тверь', 'Томск', 'Сочи'];

function* lines() {
  let text = 'phone,username,first_name,last_name,priority,tags,language\n';
  for (let n = 0; n < ROWS; n++) {
    // Neighbours in a real file are no neighbours in an index.
    const shuffled = (n * 7_368_787) % 9_999_991;
    const phone = `+79${String(100_000_000 + shuffled * 89)
      .padStart(9, '0')
      .slice(-9)}`;
    const row = [
      phone,
      n % 3 === 0 ? '' : `${String.fromCharCode(97 + (shuffled % 26))}person_${shuffled}`,
      firstNames[Math.floor(shuffled / 7) % 8],
      `${lastNames[Math.floor(shuffled / 4_001) % 8]}${Math.floor(shuffled / 3) % 499}`,
      1 + (n % 10),
      n < ROWS / 3 ? cities[n % 5] : n % 1_000 === 0 ? 'vip' : '',
      n % 50 === 0 ? 'en' : 'ru',
    ];
    text += `${row.join(',')}\n`;
    if (text.length < 64 * 1024) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** @returns how many seconds the COPY took */
async function copyRaw(databaseUrl: string, file: string): Promise<number> {
  await run(
    databaseUrl,
    `create table raw_contacts (like contacts including all);
     alter table raw_contacts alter workspace_id set default 1, alter created_at set default now(),
       add foreign key (workspace_id) references workspaces (id)`,
  );
  const startedAt = performance.now();
  await copyIn(
    databaseUrl,
    `copy raw_contacts (phone, username, first_name, last_name, priority, notes, language)
     from stdin with (format csv, header true, force_not_null (first_name, last_name, notes))`,
    createReadStream(file),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await run(databaseUrl, 'drop table raw_contacts');
  return seconds;
}

function fillStopList(databaseUrl: string): Promise<void> {
  return run(
    databaseUrl,
    `insert into do_not_contact (workspace_id, kind, identifier_hash, reason, evidence, created_at)
     select 1, 'phone', sha256(convert_to(n::text, 'utf8')), 'asked', '{}', now()
     from generate_series(1, ${STOPPED}) n`,
  );
}

async function importFile(server: Server, file: string) {
  const source = { name: SOURCE, basis: 'opt_in' };
  const table = new File([await openAsBlob(file)], 'people.csv');
  const { rssMb: rssBeforeMb, cpuSeconds: cpuBefore } = await server.usage();
  const startedAt = performance.now();
  const posted = server.api.form<{ job: { id: number } }>('/contacts/import', {
    options: JSON.stringify({ source }),
    file: table,
  });
  let rssMb = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      rssMb = Math.max(rssMb, (await server.usage()).rssMb);
      await pause(250);
    }
  })();
  const { job } = await posted;
  const rssUploadedMb = rssMb;
  for (;;) {
    const { job: now } = await server.api.get<{
      job: { status: string; result: { added: number } | null; last_error: unknown };
    }>(`/jobs/${job.id}`);
    if (now.status === 'done') {
      const seconds = (performance.now() - startedAt) / 1_000;
      isOver = true;
      await watching;
      const cpuSeconds = (await server.usage()).cpuSeconds - cpuBefore;
      return {
        seconds,
        cpuSeconds,
        rssMb,
        rssBeforeMb,
        rssUploadedMb,
        added: now.result?.added ?? 0,
      };
    }
    if (now.status === 'failed') throw new Error(`the import failed: ${JSON.stringify(now)}`);
    await pause(250);
  }
}

const pages: Record<string, (n: number) => string> = {
  newest: () => '/contacts?limit=50',
  deep: (n) => `/contacts?limit=50&after=${1 + Math.floor((ROWS / PAGES_EACH) * n)}`,
  'search by phone': (n) => `/contacts?q=%2B79${String(10 + n)}`,
  'search by username': (n) => `/contacts?q=${String.fromCharCode(97 + (n % 26))}person_${n}`,
  'search by a first name that an eighth has': () => `/contacts?q=${encodeURIComponent('анна')}`,
  'search by a rare last name': (n) => `/contacts?q=${encodeURIComponent(`ким${n}`)}`,
  'search by two words': (n) => `/contacts?q=${encodeURIComponent(`мар орлов${n}`)}`,
  'search for nobody': (n) => `/contacts?q=zzzz${n}`,
  'a tag that only the oldest have': (n) =>
    `/contacts?tags=${encodeURIComponent(cities[n % 5] ?? '')}`,
  'a rare tag': () => '/contacts?tags=vip',
  'a tag and a name': (n) =>
    `/contacts?tags=${encodeURIComponent(cities[n % 5] ?? '')}&q=${encodeURIComponent('тим')}`,
  'a source': () => `/contacts?source=${encodeURIComponent(SOURCE)}`,
  'a language': () => '/contacts?language=en',
  'a status': () => '/contacts?status=pending',
  'a rare status': () => '/contacts?status=failed,completed',
  'those without consent': () => '/contacts?has_consent=false',
  'those who said stop': () => '/contacts?opted_out=true',
};

/** @returns the 95th percentile of each kind of page, in milliseconds */
async function timePages(bench: Bench, server: Server): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, path] of Object.entries(pages)) {
    const taken: number[] = [];
    for (let n = 0; n < PAGES_EACH; n++) {
      const startedAt = performance.now();
      await server.api.get(path(n));
      taken.push(performance.now() - startedAt);
    }
    figures[name] = round(percentile(taken, 0.95));
    bench.say(`${name}: p95 ${figures[name]} ms`);
  }
  return figures;
}

async function run(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
