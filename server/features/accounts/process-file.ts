import { createHash } from 'node:crypto';
import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { and, desc, eq, sql } from 'drizzle-orm';
import { type ErrorCode, errorStatus } from '../../../contract/errors.ts';
import { isUniqueViolation } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import { waitUntil } from '../../base/wait-until.ts';
import type { App } from '../../context.ts';
import { type ImportOutcome, importAccounts } from './import-accounts.ts';
import { accountImports, type ImportResult } from './tables.ts';
import { texts } from './texts.ts';

const IMPORTS_CHANNEL = 'vestnik_imports';
const WAIT_MS = 5 * 60_000;
const RETRY_MS = 5 * 60_000;
/** A caller who comes this soon after the file was taken gets the result it had. */
const RECENT_MS = 10 * 60_000;

export type IncomingFile = {
  workspaceId: number;
  actor: Actor;
  origin: 'process' | 'incoming';
  /** Inside INCOMING_DIR. */
  path: string;
  notes: string;
  passcode?: string | undefined;
};

/** Troubles that pass by themselves: the file is tried again. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'telegram_unavailable',
  'telegram_not_configured',
  'proxy_unavailable',
  'flood_wait',
  'timeout',
]);

/**
 * Takes in a file of the incoming folder, once, however many ask at the same time. What was taken
 * in moves to the backups; what could not stays where it is and is not tried again until it changes.
 * @throws AppError as `importAccounts`; invalid_path
 */
export async function processFile(app: App, file: IncomingFile): Promise<ImportResult> {
  const name = await nameInside(app.config.dirs.incoming, file.path);
  const stamp = await stampOf(join(app.config.dirs.incoming, name));
  if (!stamp) return recentResult(app, file.workspaceId, name);
  const importId = await claimFile(app, file, name, stamp);
  if (importId === undefined) return resultOfOther(app, file.workspaceId, name);

  const path = join(app.config.dirs.incoming, name);
  const by = { workspaceId: file.workspaceId, actor: file.actor, notes: file.notes };
  const outcome = await importAccounts(app, by, { path, passcode: file.passcode }).catch(
    (error): ImportOutcome => ({
      added: [],
      failures: [toAppError(app, error)],
      isOriginalKept: false,
    }),
  );
  if (outcome.isOriginalKept) await rm(path, { recursive: true, force: true });
  const result: ImportResult = {
    accountIds: outcome.added.map((account) => account.id),
    failures: outcome.failures.map(({ code, text }) => ({ code, text })),
  };
  await finish(app, file, importId, result);
  return orThrow(result);
}

/**
 * Tells one content of a file from another: its size and time of change, of a folder those of
 * everything in it, since copying it goes on file by file. undefined: there is no such file.
 */
export async function stampOf(path: string): Promise<string | undefined> {
  const own = await stampOfOne(path);
  const inside = own && (await readdir(path, { recursive: true }).catch(() => undefined));
  if (!inside) return own;
  const stamps: string[] = [];
  for (const name of inside.sort()) stamps.push(`${name}:${await stampOfOne(join(path, name))}`);
  return createHash('sha256').update(stamps.join('\n')).digest('hex');
}

async function stampOfOne(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.size}:${Math.floor(found.mtimeMs)}`;
}

/**
 * The file's name relative to the incoming folder.
 * @throws AppError invalid_path when it isn't inside
 */
async function nameInside(folder: string, path: string): Promise<string> {
  const wanted = isAbsolute(path) ? path : join(folder, path);
  const root = await realpath(folder).catch(() => folder);
  const real = await realpath(wanted).catch(() => wanted);
  const name = relative(root, real);
  const isOutside = name === '' || name === '..' || name.startsWith(`..${sep}`) || isAbsolute(name);
  if (isOutside) throw new AppError('invalid_path', texts.outsideIncoming);
  return name;
}

/** @returns the import's id; undefined when somebody else is at it */
async function claimFile(
  app: App,
  file: IncomingFile,
  name: string,
  stamp: string,
): Promise<number | undefined> {
  const { workspaceId, origin } = file;
  await releaseDeadImports(app);
  try {
    const [row] = await app.db
      .insert(accountImports)
      .values({
        workspaceId,
        origin,
        fileName: name,
        stamp,
        status: 'running',
        workerId: app.worker.id,
        startedAt: app.clock.now(),
      })
      .returning({ id: accountImports.id });
    return row?.id;
  } catch (error) {
    if (isUniqueViolation(error, 'account_imports_running')) return undefined;
    throw error;
  }
}

/** Imports whose process died are open again. */
async function releaseDeadImports(app: App): Promise<void> {
  await app.db.execute(sql`
    update account_imports i set status = 'failed', finished_at = ${app.clock.now().toISOString()},
      retry_at = ${app.clock.now().toISOString()}
    where i.status = 'running' and not exists (
      select from workers w where w.id = i.worker_id and w.expires_at > now())`);
}

async function finish(
  app: App,
  file: IncomingFile,
  importId: number,
  result: ImportResult,
): Promise<void> {
  const now = app.clock.now();
  const isDone = result.accountIds.length > 0;
  const isPassing = !isDone && result.failures.every((f) => passing.has(f.code));
  await app.database.transaction(async (tx) => {
    await tx
      .update(accountImports)
      .set({
        status: isDone ? 'done' : 'failed',
        finishedAt: now,
        result,
        retryAt: isPassing ? new Date(now.getTime() + RETRY_MS) : null,
      })
      .where(eq(accountImports.id, importId));
    await recordEvents(tx, [
      {
        workspaceId: file.workspaceId,
        type: 'account.import_finished',
        at: now,
        actor: file.actor,
        data: { import_id: importId },
      },
    ]);
    await tx.execute(sql`select pg_notify(${IMPORTS_CHANNEL}, ${String(importId)})`);
  });
}

/** Waits for whoever is at the file already. */
async function resultOfOther(app: App, workspaceId: number, name: string): Promise<ImportResult> {
  const finished = await waitUntil(app.database, {
    channel: IMPORTS_CHANNEL,
    concerns: () => true,
    timeoutMs: WAIT_MS,
    check: async () => {
      const last = await lastImport(app, workspaceId, name);
      return last && last.status !== 'running' ? last : undefined;
    },
  });
  if (!finished?.result) throw new AppError('conflict', texts.beingProcessed);
  return orThrow(finished.result);
}

/** The file is gone: was it taken a moment ago? */
async function recentResult(app: App, workspaceId: number, name: string): Promise<ImportResult> {
  const last = await lastImport(app, workspaceId, name);
  const since = app.clock.now().getTime() - RECENT_MS;
  if (last?.status === 'running') return resultOfOther(app, workspaceId, name);
  if (last?.result && last.startedAt.getTime() > since) return orThrow(last.result);
  throw new AppError('invalid_path', texts.fileMissing);
}

/** What was last made of a file of this name. */
export async function lastImport(app: App, workspaceId: number, name: string) {
  const [row] = await app.db
    .select()
    .from(accountImports)
    .where(and(eq(accountImports.workspaceId, workspaceId), eq(accountImports.fileName, name)))
    .orderBy(desc(accountImports.id))
    .limit(1);
  return row;
}

function orThrow(result: ImportResult): ImportResult {
  const [failure] = result.failures;
  if (result.accountIds.length > 0 || !failure) return result;
  const code = failure.code in errorStatus ? failure.code : 'conversion_failed';
  throw new AppError(code, failure.text);
}

function toAppError(app: App, error: unknown): AppError {
  if (error instanceof AppError) return error;
  app.log.error({ err: error }, 'a file could not be imported');
  return new AppError('conversion_failed', texts.importBroke, { cause: error });
}
