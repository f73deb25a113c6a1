import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const ABANDONED_AFTER_MS = 6 * 3_600_000;

/**
 * Removes what processes that died in the middle left in the program's own temporary folder.
 * @param isShared others may be at work there now: what is young is left alone
 */
export async function clearTemp(folder: string, isShared: boolean): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (isShared && !(await isAbandoned(path))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** False also for what somebody else has just removed. */
async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs >= ABANDONED_AFTER_MS;
}
