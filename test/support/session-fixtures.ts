import { randomBytes } from 'node:crypto';
import { DC_MAPPING_PROD } from '@mtcute/convert';
import type { StringSessionData } from '@mtcute/core/utils.js';
import initSqlJs from 'sql.js';

/** A session with a random key, as if its owner had signed in. */
export function randomSession(parts: { dcId?: number; userId?: number; isBot?: boolean } = {}) {
  const primaryDcs = DC_MAPPING_PROD[parts.dcId ?? 2];
  if (!primaryDcs) throw new Error(`There is no data centre ${parts.dcId}.`);
  const { userId, isBot = false } = parts;
  const session: StringSessionData = {
    version: 3,
    primaryDcs,
    authKey: Uint8Array.from(randomBytes(256)),
    self: userId === undefined ? null : { userId, isBot, isPremium: false, usernames: [] },
  };
  return session;
}

/** An SQLite database file made by the statements. */
export async function sqliteFile(
  statements: readonly [sql: string, values?: (string | number | Uint8Array | null)[]][],
): Promise<Buffer> {
  const { Database } = await initSqlJs();
  const db = new Database();
  for (const [sql, values] of statements) db.run(sql, values);
  const bytes = Buffer.from(db.export());
  db.close();
  return bytes;
}

/** A `.session` file as Telethon 1.x writes it. */
export function telethonFile(session: StringSessionData): Promise<Buffer> {
  const { id, ipAddress, port } = session.primaryDcs.main;
  return sqliteFile([
    ['CREATE TABLE version (version integer primary key)'],
    ['INSERT INTO version VALUES (7)'],
    [
      `CREATE TABLE sessions (dc_id integer primary key, server_address text, port integer,
        auth_key blob, takeout_id integer)`,
    ],
    ['CREATE TABLE entities (id integer primary key, hash integer not null, username text)'],
    ['INSERT INTO sessions VALUES (?, ?, ?, ?, NULL)', [id, ipAddress, port, session.authKey]],
  ]);
}

/** A `.session` file as Pyrogram 2 writes it. */
export function pyrogramFile(session: StringSessionData): Promise<Buffer> {
  const { id, testMode } = session.primaryDcs.main;
  const { userId = null, isBot = false } = session.self ?? {};
  return sqliteFile([
    [
      `CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER,
        auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER)`,
    ],
    [
      'INSERT INTO sessions VALUES (?, 1, ?, ?, 0, ?, ?)',
      [id, testMode ? 1 : 0, session.authKey, userId, isBot ? 1 : 0],
    ],
  ]);
}
