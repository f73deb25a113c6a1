import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../server/base/db/database.ts';
import { openEmbedded } from '../../server/base/db/embedded.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { createSilentLog } from '../../server/base/log.ts';
import { readTemplate } from './database-template.ts';
import { openSwept } from './swept-database.ts';

/** Set to run the database-facing tests on a PostgreSQL server instead of the embedded database. */
const SERVER_URL = process.env['TEST_DATABASE_URL'];

/**
 * A migrated database of the test's own, made from a template in a moment; closing it removes it.
 * @param folder where an embedded one is kept; in memory without
 */
export async function openTestDatabase(folder?: string): Promise<Database> {
  if (SERVER_URL) return openOnServer(SERVER_URL);
  return folder ? openEmbedded(folder, await readTemplate(folder)) : openSwept();
}

async function openOnServer(serverUrl: string): Promise<Database> {
  const name = `vestnik_test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `create database ${name} template vestnik_test_template`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openPostgres(url.toString(), createSilentLog());
  return {
    ...database,
    async close() {
      await database.close();
      await onServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
