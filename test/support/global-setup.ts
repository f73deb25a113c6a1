import pg from 'pg';
import { migrate } from '../../server/base/db/migrate.ts';
import { openPostgres } from '../../server/base/db/postgres.ts';
import { createSilentLog } from '../../server/base/log.ts';
import { ensureTemplate, MIGRATIONS } from './database-template.ts';

/** Once before all tests: the database that each test's own is copied from. */
export async function setup(): Promise<void> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (!serverUrl) return ensureTemplate();
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query('drop database if exists vestnik_test_template with (force)');
  await client.query('create database vestnik_test_template');
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = '/vestnik_test_template';
  const database = await openPostgres(url.toString(), createSilentLog());
  await migrate(database, MIGRATIONS);
  await database.close();
}
