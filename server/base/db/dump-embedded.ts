import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { Database } from './database.ts';

/** Whether today's copy stands there is looked at more often than it is made. */
const LOOK_EVERY_MS = 3_600_000;
const KEPT = 7;
/** A start has better things to do than to copy the database. */
const FIRST_AFTER_MS = 10 * 60_000;

/**
 * Copies the embedded database once a day: it survives a crash of the program, but never waits for
 * the disk, so a power cut may cost it everything. The last seven copies are kept.
 */
export function startDumping(
  app: { database: Database; clock: Clock; log: Log },
  folder: string,
): Loop {
  const startedAt = app.clock.now().getTime();
  return startLoop({
    name: 'database dumps',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const now = app.clock.now();
      if (now.getTime() - startedAt < FIRST_AFTER_MS) return false;
      const name = `vestnik-${now.toISOString().slice(0, 10)}.tar.gz`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const kept = (await readdir(folder)).filter((n) => /^vestnik-[\d-]{10}\.tar\.gz$/.test(n));
      if (kept.includes(name)) return false;
      const dump = await app.database.dump?.();
      if (!dump) return false;
      const beside = join(folder, `${name}.part`);
      await writeFile(beside, dump, { mode: 0o600 });
      await rename(beside, join(folder, name));
      for (const old of [...kept, name].sort().slice(0, -KEPT)) await rm(join(folder, old));
      return false;
    },
  });
}
