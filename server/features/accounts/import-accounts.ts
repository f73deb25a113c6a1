import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, errorMessage } from '../../base/errors.ts';
import type { Actor } from '../../base/events/record-events.ts';
import { readSealed } from '../../base/sealed-file.ts';
import type { App } from '../../context.ts';
import type {
  FoundSession,
  SessionKind,
  SessionSource,
} from '../../edges/telegram-account/session-source.ts';
import { importSession } from './import-session.ts';
import { keepOriginal, keepSession } from './keep-files.ts';
import type { Account } from './tables.ts';

export type ImportSource = ({ path: string } | { text: string }) & {
  kind?: SessionKind | undefined;
  /** Telegram Desktop's local passcode. */
  passcode?: string | undefined;
};

export type ImportOutcome = {
  added: Account[];
  failures: AppError[];
  /** Whether a copy of the original stands in the backups. */
  isOriginalKept: boolean;
};

/** Several accounts of one archive are looked at at the same time, but not a hundred. */
const CONCURRENT = 5;

/**
 * Takes in every account found in a file, folder or string. The original is not touched; the
 * temporary folder is removed whatever happens.
 * @throws AppError when nothing could be read, or not one account could be added
 */
export async function importAccounts(
  app: App,
  by: { workspaceId: number; actor: Actor; notes: string },
  source: ImportSource,
): Promise<ImportOutcome> {
  const workDir = join(app.config.dirs.temp, `processing_${randomUUID()}`);
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  try {
    const found = await findSessions(app, source, workDir);
    const { added, failures } = await importFound(app, by, found);
    const [firstFailure] = failures;
    if (added.length === 0 && firstFailure) throw firstFailure;
    const isOriginalKept = 'path' in source && (await backUp(app, added, source.path));
    return { added, failures, isOriginalKept };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

async function findSessions(
  app: App,
  source: ImportSource,
  workDir: string,
): Promise<FoundSession[]> {
  const { kind, passcode } = source;
  const options = { ...(kind && { kind }), ...(passcode && { passcode }) };
  const given: SessionSource =
    'text' in source
      ? { text: source.text }
      : { path: (await unseal(app, source.path, workDir)) ?? source.path, ...options };
  return app.ports.sessionReader.readSessions(given, workDir);
}

/** A backup or session file of our own is opened first, into the temporary folder. */
async function unseal(app: App, path: string, workDir: string): Promise<string | undefined> {
  if (!(await stat(path)).isFile()) return undefined;
  const plain = await readSealed(app.crypto, path).catch((cause) => {
    throw new AppError('invalid_session', texts.sealedWithAnotherKey, { cause });
  });
  if (!plain) return undefined;
  const opened = join(workDir, basename(path));
  await writeFile(opened, plain, { mode: 0o600 });
  return opened;
}

async function importFound(
  app: App,
  by: { workspaceId: number; actor: Actor; notes: string },
  found: FoundSession[],
): Promise<{ added: Account[]; failures: AppError[] }> {
  const outcome: { added: Account[]; failures: AppError[] } = { added: [], failures: [] };
  const waiting = [...found];
  const takeOne = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { session } = next;
      try {
        const account = await importSession(app, { ...by, session });
        outcome.added.push(await withSessionFile(app, account, session));
      } catch (error) {
        if (error instanceof AppError) outcome.failures.push(error);
        else {
          app.log.error({ err: error }, 'an account could not be imported');
          const cause = new Error(errorMessage(error));
          outcome.failures.push(new AppError('conversion_failed', texts.failed, { cause }));
        }
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, takeOne));
  outcome.added.sort((a, b) => a.number - b.number);
  return outcome;
}

// The accounts are in by now: a full disk is no reason to say otherwise.

async function withSessionFile(app: App, account: Account, session: string): Promise<Account> {
  return keepSession(app, account, session).catch((error) => {
    app.log.error({ err: error, account: account.id }, 'the session file could not be written');
    return account;
  });
}

async function backUp(app: App, added: readonly Account[], original: string): Promise<boolean> {
  try {
    await keepOriginal(app, added, original);
    return true;
  } catch (error) {
    app.log.error({ err: error }, 'the backup of an original could not be written');
    return false;
  }
}

const texts = {
  failed: {
    ru: 'Аккаунт не удалось добавить из-за внутренней ошибки. Подробности в журнале сервера.',
    en: 'The account could not be added because of an internal error. The details are in the server log.',
  },
  sealedWithAnotherKey: {
    ru: 'Файл зашифрован ключом другой установки (SECRET_KEY) или повреждён.',
    en: 'The file was encrypted with the key of another installation (SECRET_KEY) or is damaged.',
  },
};
