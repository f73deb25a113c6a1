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
import { drainAll } from '../server/base/drain-all.ts';
import { createSilentLog, type Log } from '../server/base/log.ts';
import type { Runner } from '../server/base/loop.ts';
import { compose } from '../server/compose.ts';
import { readConfig } from '../server/config/config.ts';
import type { Feature } from '../server/feature.ts';
import { accounts } from '../server/features/accounts/feature.ts';
import { dialogs } from '../server/features/dialogs/feature.ts';
import { messages } from '../server/features/messages/feature.ts';
import { outreach } from '../server/features/outreach/feature.ts';
import { senders } from '../server/features/senders/feature.ts';
import { startTelegramRole } from '../server/roles/telegram.ts';
import type { Theatre } from './play-campaign.ts';

const MIGRATIONS = new URL('../server/migrations/', import.meta.url);

/** What a campaign needs. Nobody is told, nothing is exported, nothing is audited here. */
const playing: readonly Feature[] = [senders, accounts, messages, dialogs, outreach];

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
    SECRET_KEY: newToken('rehearsal'),
    TELEGRAM_EMULATOR: box.control,
    INTERFACE_LANGUAGE: order.language,
  });
  const database = await openDatabase(order.templates);
  const { app, close } = await compose(settled, { clock, log, database });
  const runners: Runner[] = [];
  for (const feature of playing) runners.push(...((await feature.worker?.(app)) ?? []));
  runners.push(...(await startTelegramRole(app, playing)));
  return {
    app,
    clock,
    box,
    errors,
    drain: () => drainAll(app.db, runners),
    async close() {
      for (const runner of runners.reverse()) await runner.stop();
      await close();
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
