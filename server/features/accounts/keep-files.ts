import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import { type Zippable, zipSync } from 'fflate';
import { errorMessage } from '../../base/errors.ts';
import { writeSealed } from '../../base/sealed-file.ts';
import type { App } from '../../context.ts';
import { type Account, accounts } from './tables.ts';

/** Of a tdata folder only the small files matter; caches beside them can be gigabytes. */
const LARGEST_KEPT_BYTES = 10 * 1024 * 1024;

/**
 * Keeps a sealed copy of the session (SESSIONS_DIR), named by the phone number. It can be given to
 * the import again on an installation with the same key.
 * @returns the account, which knows its file now
 */
export async function keepSession(app: App, account: Account, session: string): Promise<Account> {
  const { sessions } = app.config.dirs;
  await mkdir(sessions, { recursive: true, mode: 0o700 });
  const sessionFile = join(sessions, `${ownerName(account)}.session`);
  await writeSealed(app.crypto, sessionFile, Buffer.from(session));
  await app.db.update(accounts).set({ sessionFile }).where(isRow(account));
  return { ...account, sessionFile };
}

/**
 * Keeps a sealed copy of the original (BACKUPS_DIR), named by the phone number of the first
 * account that came out of it. All of them share it: it holds the sessions of them all.
 */
export async function keepOriginal(
  app: App,
  owners: readonly Account[],
  original: string,
): Promise<void> {
  const [first] = owners;
  if (!first) return;
  const { backups } = app.config.dirs;
  await mkdir(backups, { recursive: true, mode: 0o700 });
  const { bytes, suffix } = await packOriginal(original);
  const path = join(backups, `${ownerName(first)}_${suffix}`);
  await writeSealed(app.crypto, path, bytes);
  for (const owner of owners)
    await app.db
      .update(accounts)
      .set({ backupFiles: [...owner.backupFiles, path] })
      .where(isRow(owner));
}

/**
 * Removes an account's files; one that is gone already is no error. An original that other
 * accounts share goes too, as it holds this account's session: they keep their own.
 */
export async function removeFiles(app: App, account: Account): Promise<void> {
  const paths = [...account.backupFiles, ...(account.sessionFile ? [account.sessionFile] : [])];
  for (const path of paths) {
    await rm(path, { force: true }).catch((error) => {
      app.log.error({ path, error: errorMessage(error) }, 'a file of a deleted account is left');
    });
    await app.db.execute(sql`
      update accounts set backup_files = backup_files - ${path}::text
      where workspace_id = ${account.workspaceId} and backup_files ? ${path}::text`);
  }
}

function ownerName(account: Account): string {
  return account.phone ?? `id${account.telegramId}`;
}

function isRow(account: Account) {
  return and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id));
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
