import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
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
 * @throws Error when the database is newer than the program, or an applied script was changed
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
    await database.runScript(guardedScript(migration)).catch((error) => {
      // Another booting process was faster: its row stands there now.
      if (isAlreadyApplied(error)) return;
      throw new Error(`migration ${migration.name} failed: ${String(error)}`, { cause: error });
    });
    applied.push(migration.name);
  }
  return applied;
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((n) => /^\d{4}-.+\.sql$/.test(n)).sort();
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
      throw new Error(
        `the database was made by a newer version of the program (it has migration ${row.name}): update the program`,
      );
    if (migration.checksum !== row.checksum)
      throw new Error(`migration ${row.name} was changed after it had been applied`);
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
