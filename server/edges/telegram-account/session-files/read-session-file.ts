import { readFile, stat } from 'node:fs/promises';
import { isTestDc } from '@mtcute/convert';
import type { Database, ParamsObject } from 'sql.js';
import { AppError } from '../../../base/errors.ts';
import type { RawParts, SessionParts } from './session-parts.ts';
import { checkParts } from './session-parts.ts';
import { withSqlite } from './sqlite.ts';
import { texts } from './texts.ts';

/** Telethon keeps every person it ever saw in the same file; these rarely take over 10 MB. */
const maxBytes = 64 * 1024 * 1024;

const telethonColumns = ['dc_id', 'server_address', 'auth_key'];
const pyrogramColumns = ['dc_id', 'test_mode', 'auth_key', 'user_id', 'is_bot'];

/**
 * Reads a `.session` file of Telethon (sessions/sqlite.py) or Pyrogram (storage/sqlite_storage.py).
 * Both are SQLite with a table `sessions`; its columns tell them apart.
 * @throws AppError invalid_session
 */
export async function readSessionFile(path: string): Promise<SessionParts> {
  if ((await stat(path)).size > maxBytes) {
    throw new AppError('invalid_session', texts.fileTooLarge);
  }
  const bytes = await readFile(path);
  const raw = await withSqlite(bytes, readRow);
  return checkParts(raw, 'invalid_session');
}

function readRow(db: Database): RawParts {
  try {
    const columns = sessionsColumns(db);
    if (telethonColumns.every((name) => columns.has(name))) return telethonParts(db);
    if (pyrogramColumns.every((name) => columns.has(name))) return pyrogramParts(db);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_session', texts.damagedSessionFile, { cause: error });
  }
  throw new AppError('invalid_session', texts.otherDatabase);
}

/**
 * Columns of the table `sessions`. Anything but a plain table of plain columns is refused: views,
 * virtual tables and computed columns run what their author wrote when they are read.
 */
function sessionsColumns(db: Database): Set<string> {
  const table = firstRow(
    db,
    "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'sessions'",
  );
  if (!Number(table?.['rootpage'])) {
    throw new AppError('invalid_session', texts.otherDatabase);
  }
  const [columns] = db.exec("SELECT name, hidden FROM pragma_table_xinfo('sessions')");
  const plain = (columns?.values ?? []).filter(([, hidden]) => hidden === 0);
  return new Set(plain.map(([name]) => String(name)));
}

function telethonParts(db: Database): RawParts {
  const row = sessionRow(db, telethonColumns);
  return { ...keyOf(row), isTest: isTestDc(String(row['server_address'])) };
}

function pyrogramParts(db: Database): RawParts {
  const row = sessionRow(db, pyrogramColumns);
  return {
    ...keyOf(row),
    isTest: Boolean(row['test_mode']),
    userId: Number(row['user_id'] ?? 0),
    isBot: Boolean(row['is_bot']),
  };
}

function sessionRow(db: Database, columns: string[]): ParamsObject {
  const row = firstRow(
    db,
    `SELECT ${columns.join()} FROM sessions
     WHERE typeof(auth_key) = 'blob' AND length(auth_key) > 0 AND length(auth_key) <= 256 LIMIT 1`,
  );
  if (!row) throw new AppError('invalid_session', texts.sessionFileSignedOut);
  return row;
}

function keyOf(row: ParamsObject): { dcId: number; authKey: Uint8Array } {
  const authKey = row['auth_key'];
  return {
    dcId: Number(row['dc_id']),
    authKey: authKey instanceof Uint8Array ? authKey : new Uint8Array(),
  };
}

function firstRow(db: Database, sql: string): ParamsObject | undefined {
  const statement = db.prepare(sql);
  try {
    return statement.step() ? statement.getAsObject() : undefined;
  } finally {
    statement.free();
  }
}
