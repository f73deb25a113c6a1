import { randomBytes } from 'node:crypto';
import { chmod, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from './errors.ts';

const KEY_BYTES = 32;
const SHORTEST_KEY = 32;
/** How long another process that has just made the file may take to fill it. */
const FILLED_WITHIN_MS = 2_000;
const LOOK_MS = 20;

/**
 * The key of an installation that has no SECRET_KEY: made at its first start in
 * `<dataDir>/secret.key`, which its owner alone may read.
 * @throws AppError conflict when the file is empty or cut off: sealing with what is left of it
 *   would be sealing with nothing
 */
export async function keptSecretKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret.key');
  await makeKeyFile(path);
  await chmod(path, 0o600);
  const deadline = performance.now() + FILLED_WITHIN_MS;
  for (;;) {
    const key = (await readFile(path, 'utf8')).trim();
    if (key.length >= SHORTEST_KEY) return key;
    if (performance.now() > deadline) throw damaged(path);
    await pause(LOOK_MS);
  }
}

/** Does nothing when the file stands there; of several processes exactly one makes it. */
async function makeKeyFile(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!file) return;
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64url')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function damaged(path: string): AppError {
  return new AppError('conflict', {
    ru: `Файл ключа ${path} пуст или повреждён. Верните его из резервной копии; если в базе ещё ничего нет, удалите его.`,
    en: `The key file ${path} is empty or damaged. Put it back from a backup; if the database holds nothing yet, delete it.`,
  });
}
