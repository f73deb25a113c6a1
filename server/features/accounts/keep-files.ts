import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { type Zippable, zipSync } from 'fflate';
import { errorMessage } from '../../base/errors.ts';
import { writeSealed } from '../../base/sealed-file.ts';
import type { App } from '../../context.ts';
import { type Account, accounts } from './tables.ts';

/** Of a tdata folder only the small files matter; caches beside them can be gigabytes. */
const LARGEST_KEPT_BYTES = 10 * 1024 * 1024;

/**
 * Keeps a sealed copy of the original (BACKUPS_DIR) and of the session (SESSIONS_DIR), named by the
 * phone number. Both can be given to the import again on an installation with the same key.
 */
export async function keepFiles(
  app: App,
  account: Account,
  session: string,
  original: string | undefined,
): Promise<void> {
  const { sessions, backups } = app.config.dirs;
  await mkdir(sessions, { recursive: true, mode: 0o700 });
  const owner = account.phone ?? `id${account.telegramId}`;
  const sessionFile = join(sessions, `${owner}.session`);
  await writeSealed(app.crypto, sessionFile, Buffer.from(session));

  const backupFiles: string[] = [];
  if (original) {
    await mkdir(backups, { recursive: true, mode: 0o700 });
    const { bytes, suffix } = await packOriginal(original);
    const backup = join(backups, `${owner}_${suffix}`);
    await writeSealed(app.crypto, backup, bytes);
    backupFiles.push(backup);
  }
  await app.db
    .update(accounts)
    .set({ sessionFile, backupFiles })
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)));
}

/** Removes what `keepFiles` wrote; a file that is gone already is no error. */
export async function removeFiles(app: App, account: Account): Promise<void> {
  const paths = [...account.backupFiles, ...(account.sessionFile ? [account.sessionFile] : [])];
  for (const path of paths) {
    await rm(path, { force: true }).catch((error) => {
      app.log.error({ path, error: errorMessage(error) }, 'a file of a deleted account is left');
    });
  }
}

async function packOriginal(path: string): Promise<{ bytes: Uint8Array; suffix: string }> {
  if ((await stat(path)).isDirectory())
    return { bytes: zipSync(await readTree(path, path)), suffix: 'tdata.zip' };
  const name = basename(path).toLowerCase();
  const suffix = name.endsWith('.zip') ? 'tdata.zip' : name.replace(/^.*(?=\.[^.]+$)/, 'original');
  return { bytes: await readFile(path), suffix };
}

async function readTree(root: string, folder: string): Promise<Zippable> {
  const files: Zippable = {};
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(files, await readTree(root, path));
    else if (entry.isFile() && (await stat(path)).size <= LARGEST_KEPT_BYTES)
      files[relative(root, path)] = await readFile(path);
  }
  return files;
}
