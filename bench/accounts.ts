import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { importAccounts, signIn } from './support/accounts.ts';
import { type Bench, type Result, round } from './support/bench.ts';
import { createDatabase } from './support/database.ts';
import { createFolder, type Server, startBox, startServer } from './support/programs.ts';
import { startPeer } from './support/start-peer.ts';
import { waitFor } from './support/wait-for.ts';

const ACCOUNTS = Number(process.env['N'] ?? 1_000);
const RSS_BAR_MB = 450;
const CPU_BAR = 0.03;
const CONNECT_BAR_S = 60;
/** What follows the connecting ends in this time; then the idle time begins. */
const SETTLE_MS = 10_000;
const IDLE_MS = 40_000;

/**
 * What a thousand connected accounts cost a server that holds them: its memory, its processor time
 * while nothing happens, and how long they take to connect. The accounts are imported beforehand by
 * a server that is then stopped; what is measured is a fresh start on PostgreSQL, with the box in
 * another process. The peer is bare mtcute with as many clients, connected one after another and
 * hearing updates, in a process of its own: `ours` and `peer` are the memory of each in MB.
 */
export async function accounts(bench: Bench): Promise<Result> {
  const box = await startBox(bench);
  const env = { DATABASE_URL: await createDatabase(bench), TELEGRAM_EMULATOR: box.address };
  const dataDir = await createFolder(bench);
  const importer = await startServer(bench, env, dataDir);
  bench.say(`importing ${ACCOUNTS} accounts`);
  await importAccounts(importer, await signIn(box, ACCOUNTS, 'account'));
  await importer.stop();

  bench.say('starting the server anew');
  const startedAt = performance.now();
  const server = await startServer(bench, env, dataDir);
  const bootSeconds = (performance.now() - startedAt) / 1_000;
  await waitFor(
    'all accounts online',
    async () => (await countOnline(env.DATABASE_URL)) === ACCOUNTS,
    {
      everyMs: 500,
    },
  );
  const connectSeconds = (performance.now() - startedAt) / 1_000;
  bench.say(`all connected after ${round(connectSeconds)} s`);
  await pause(SETTLE_MS);
  const idle = await watchIdle(bench, server);
  await server.stop();

  bench.say('as many bare clients');
  const peer = startPeer(bench);
  const people = await signIn(box, ACCOUNTS, 'bare');
  const sessions = people.map((p) => p.session);
  await peer.tell({ do: 'connect', box: box.mtproto, sessions, hears: true });
  await pause(SETTLE_MS);
  const { rssMb: peerRss } = await peer.tell({ do: 'nothing' });

  return {
    ours: round(idle.rssMb),
    peer: round(peerRss),
    unit: 'MB',
    passed: idle.rssMb <= RSS_BAR_MB && idle.cpu < CPU_BAR && connectSeconds <= CONNECT_BAR_S,
    details: {
      accounts: ACCOUNTS,
      idleCpuOfACore: round(idle.cpu * 100) / 100,
      connectSeconds: round(connectSeconds),
      bootSeconds: round(bootSeconds),
      bars: { rssMb: RSS_BAR_MB, idleCpuOfACore: CPU_BAR, connectSeconds: CONNECT_BAR_S },
    },
  };
}

/** Read from the database, so that asking costs the server nothing. */
async function countOnline(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ online: number }>(
    `select count(*)::int as online from accounts where connection = 'online'`,
  );
  await client.end();
  return rows[0]?.online ?? 0;
}

/** @returns memory at the end of the idle time, and the share of a core that it took */
async function watchIdle(bench: Bench, server: Server) {
  const before = await server.usage();
  const startedAt = performance.now();
  await pause(IDLE_MS);
  const after = await server.usage();
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = (after.cpuSeconds - before.cpuSeconds) / seconds;
  bench.say(
    `idle for ${round(seconds)} s: ${round(after.rssMb)} MB, ${round(cpu * 100)} % of a core`,
  );
  return { rssMb: after.rssMb, cpu };
}
