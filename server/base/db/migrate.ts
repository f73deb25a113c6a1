import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { AppError } from '../errors.ts';
import type { Database } from './database.ts';
import { int, selectRows, text } from './rows.ts';

type Migration = { version: number; name: string; checksum: string; script: string };

/** Any fixed number: concurrent boots of several processes take turns on it. */
const BOOT_LOCK = 7_315_001;

/**
 * Brings the database to the newest schema: numbered scripts, forward only. Several processes may
 * boot at once; each script runs exactly once.
 * @param folder holds `0001-what-it-does.sql`, …
 * @returns the names of the scripts that were applied now
 * @throws AppError conflict when the database is newer than the program, or was made by other
 *   scripts than these: one was changed, renamed or slipped in after a later one had been applied
 * @throws Error when the scripts aren't numbered without gaps, or one of them fails
 */
export async function migrate(database: Database, folder: URL): Promise<string[]> {
  const migrations = await readMigrations(folder);
  await database.runScript(`
    select pg_advisory_xact_lock(${BOOT_LOCK});
    create table if not exists schema_migrations (
      version int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    );
  `);
  const applied: string[] = [];
  for (const migration of migrations) {
    const known = await appliedMigrations(database);
    refuseForeignSchema(known, migrations);
    if (known.has(migration.version)) continue;
    try {
      await database.runScript(guardedScript(migration));
      applied.push(migration.name);
    } catch (error) {
      // Another booting process was faster: its row stands there now.
      if (isAlreadyApplied(error)) continue;
      throw new Error(`migration ${migration.name} failed: ${String(error)}`, { cause: error });
    }
  }
  refuseForeignSchema(await appliedMigrations(database), migrations);
  return applied;
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  for (const [i, name] of names.entries()) {
    const number = String(i + 1).padStart(4, '0');
    if (!new RegExp(`^${number}-[a-z0-9-]+\\.sql$`).test(name))
      throw new Error(`migration ${name} should be called ${number}-what-it-does.sql`);
  }
  return Promise.all(
    names.map(async (name) => {
      const script = await readFile(new URL(name, folder), 'utf8');
      const checksum = createHash('sha256').update(script).digest('hex').slice(0, 16);
      return { version: Number(name.slice(0, 4)), name, checksum, script };
    }),
  );
}

async function appliedMigrations(database: Database) {
  const rows = await selectRows(
    database.db,
    { version: int, name: text, checksum: text },
    sql`select version, name, checksum from schema_migrations order by version`,
  );
  return new Map(rows.map((row) => [row.version, row]));
}

function refuseForeignSchema(
  known: Map<number, { name: string; checksum: string }>,
  migrations: Migration[],
): void {
  const byVersion = new Map(migrations.map((m) => [m.version, m]));
  for (const [version, row] of known) {
    const migration = byVersion.get(version);
    if (!migration)
      throw new AppError('conflict', {
        ru: `База создана более новой версией программы (в ней есть миграция ${row.name}). Обновите программу.`,
        en: `The database was made by a newer version of the program (it has the migration ${row.name}). Update the program.`,
      });
    if (migration.name !== row.name || migration.checksum !== row.checksum)
      throw new AppError('conflict', {
        ru: `Миграция ${row.name} изменена после того, как была применена к этой базе. Верните файл в прежнем виде, а изменение опишите в новой миграции.`,
        en: `The migration ${row.name} was changed after it had been applied to this database. Put the file back as it was and describe the change in a new migration.`,
      });
  }
}

/** The lock makes boots take turns; the insert fails when another one has applied the script. */
function guardedScript(m: Migration): string {
  return `
    select pg_advisory_xact_lock(${BOOT_LOCK});
    insert into schema_migrations (version, name, checksum)
    values (${m.version}, '${m.name}', '${m.checksum}');
    ${m.script}
  `;
}

function isAlreadyApplied(error: unknown): boolean {
  return (
    error instanceof Error && 'constraint' in error && error.constraint === 'schema_migrations_pkey'
  );
}
