import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { watch } from 'chokidar';
import { errorMessage } from '../../base/errors.ts';
import { systemActor } from '../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { lastImport, processFile, stampOf } from './process-file.ts';

/** A file counts as complete when it hasn't changed for this long. */
const STABLE_MS = 2_000;
/** Should the system not tell of a new file (network drives don't), it is found by looking. */
const LOOK_EVERY_MS = 15_000;

const accepted = /\.(zip|session|txt|string)$/i;
/** Names under which copying programs write what isn't complete. */
const unfinished = /^\.|\.(part|partial|tmp|filepart|crdownload)$|~$/i;

/**
 * Takes in accounts from INCOMING_DIR: what comes while the server runs and what came while it
 * didn't. A file is taken once it has stopped growing.
 */
export async function startIncomingFolder(app: App, workspaceId: number): Promise<Runner> {
  const folder = app.config.dirs.incoming;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  /** What a file looked like when it was last seen, and since when it looks so. */
  const seen = new Map<string, { stamp: string; since: number }>();

  const loop = startLoop({
    name: 'incoming folder',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      let isWaiting = false;
      for (const name of await listCandidates(folder)) {
        const stamp = await stampOf(join(folder, name));
        if (!stamp || !(await isNew(app, workspaceId, name, stamp))) continue;
        const before = seen.get(name);
        if (before?.stamp !== stamp) {
          seen.set(name, { stamp, since: performance.now() });
          isWaiting = true;
        } else if (performance.now() - before.since < STABLE_MS) {
          isWaiting = true;
        } else {
          seen.delete(name);
          await take(app, workspaceId, join(folder, name));
        }
      }
      if (isWaiting) setTimeout(() => loop.wake(), STABLE_MS / 2).unref();
      return false;
    },
  });

  const watcher = watch(folder, { ignoreInitial: true, depth: 2 });
  watcher.on('all', () => loop.wake());
  watcher.on('error', (error) =>
    app.log.warn({ error: errorMessage(error) }, 'the incoming folder cannot be watched'),
  );
  return {
    name: loop.name,
    drain: loop.drain,
    async stop() {
      await watcher.close();
      await loop.stop();
    },
  };
}

async function listCandidates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !unfinished.test(entry.name))
    .filter((entry) => entry.isDirectory() || (entry.isFile() && accepted.test(entry.name)))
    .map((entry) => entry.name)
    .sort();
}

/** A file that failed is left alone until it changes, or until passing trouble may be over. */
async function isNew(app: App, workspaceId: number, name: string, stamp: string): Promise<boolean> {
  const last = await lastImport(app, workspaceId, name);
  if (last?.status !== 'failed') return true;
  if (last.stamp !== stamp) return true;
  return last.retryAt !== null && last.retryAt <= app.clock.now();
}

async function take(app: App, workspaceId: number, path: string): Promise<void> {
  const file = { workspaceId, actor: systemActor, origin: 'incoming' as const, path, notes: '' };
  await processFile(app, file).catch((error) => {
    // The outcome is stored and told by processFile; here it only has to be survived.
    app.log.warn({ path, error: errorMessage(error) }, 'an incoming file was not taken in');
  });
}
