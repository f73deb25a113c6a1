import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator } from '../emulator/start-emulator.ts';
import { createMovableClock } from '../server/base/clock.ts';
import { newToken } from '../server/base/crypto.ts';
import type { Database } from '../server/base/db/database.ts';
import { openEmbedded } from '../server/base/db/embedded.ts';
import { migrate } from '../server/base/db/migrate.ts';
import { createSilentLog, type Log } from '../server/base/log.ts';
import { readConfig } from '../server/config/config.ts';
import { startVestnik } from '../server/start.ts';
import type { Theatre } from './play-campaign.ts';

const MIGRATIONS = new URL('../server/migrations/', import.meta.url);

export type OpenTheatre = Theatre & { errors(): number; close(): Promise<void> };

/**
 * A server without an API and a box, in this process alone: a database in memory, keys of its own,
 * no way to the real Telegram, and a clock that stands still at `startAt`.
 */
export async function openTheatre(order: {
  folder: string;
  templates: string;
  startAt: string;
  seed: string;
  language: string;
}): Promise<OpenTheatre> {
  const startAt = new Date(order.startAt);
  const { log, errors } = createCountingLog();
  const box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: order.seed, startAt });
  box.world.clock.set({ now: startAt.getTime(), frozen: true });
  const clock = createMovableClock(startAt);
  const settled = readConfig({
    DATA_DIR: join(order.folder, 'data'),
    ROLES: 'worker,telegram',
    SECRET_KEY: newToken('rehearsal'),
    TELEGRAM_EMULATOR: box.control,
    INTERFACE_LANGUAGE: order.language,
  });
  const database = await openDatabase(order.templates);
  const server = await startVestnik(settled, { clock, log, database });
  return {
    app: server.app,
    drain: server.drain,
    clock,
    box,
    errors,
    async close() {
      await server.stop();
      await box.stop();
    },
  };
}

/** Making a database takes seconds, loading one little: the first rehearsal leaves an empty one. */
async function openDatabase(folder: string): Promise<Database> {
  const template = join(folder, `empty-${await hashMigrations()}.tar.gz`);
  if (existsSync(template))
    return openEmbedded(undefined, { template: new Blob([await readFile(template)]) });
  const database = await openEmbedded(undefined);
  await migrate(database, MIGRATIONS);
  const dump = await database.dump?.();
  if (dump) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const beside = `${template}.${process.pid}`;
    await writeFile(beside, dump, { mode: 0o600 });
    await rename(beside, template);
  }
  return database;
}

async function hashMigrations(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(MIGRATIONS)).sort())
    hash.update(name).update(await readFile(new URL(name, MIGRATIONS)));
  return hash.digest('hex').slice(0, 16);
}

/** A log that only counts what went wrong: what it would tell is full of people. */
function createCountingLog(): { log: Log; errors(): number } {
  let errors = 0;
  const log = createSilentLog();
  log.error = () => void errors++;
  return { log, errors: () => errors };
}
