import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startThrowawayPostgres } from '../../test/support/throwaway-postgres.ts';
import type { Bench } from './bench.ts';

/**
 * An empty database on PostgreSQL, dropped at the end: on the server that BENCH_DATABASE_URL names,
 * or on one of our own that keeps its word about durability.
 * @returns its address
 * @throws Error where there is neither
 */
export async function createDatabase(bench: Bench): Promise<string> {
  const server = process.env['BENCH_DATABASE_URL'] ?? (await startOwnServer(bench));
  const name = `vestnik_bench_${randomBytes(4).toString('hex')}`;
  await run(server, `create database ${name}`);
  bench.atEnd(() => run(server, `drop database if exists ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

async function startOwnServer(bench: Bench): Promise<string> {
  bench.say('starting a PostgreSQL server of our own');
  const postgres = await startThrowawayPostgres({ isDurable: true });
  if (!postgres) {
    throw new Error(
      'This bench needs PostgreSQL: install it (apt-get install postgresql) or set BENCH_DATABASE_URL.',
    );
  }
  bench.atEnd(() => postgres.stop());
  return postgres.url;
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
