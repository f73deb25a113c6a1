import initSqlJs from 'sql.js';
import type { DataCenter } from '../../methods/call.ts';

/** The tables of a Telethon `.session` file, version 7 (telethon/sessions/sqlite.py). */
const tables = [
  'create table version (version integer primary key)',
  `create table sessions (dc_id integer primary key, server_address text, port integer,
    auth_key blob, takeout_id integer)`,
  `create table entities (id integer primary key, hash integer not null, username text,
    phone integer, name text, date integer)`,
  `create table sent_files (md5_digest blob, file_size integer, type integer, id integer,
    hash integer, primary key(md5_digest, file_size, type))`,
  `create table update_state (id integer primary key, pts integer, qts integer, date integer,
    seq integer)`,
];
const VERSION = 7;

/** A Telethon session file that leads to the box. */
export async function telethonFile(dc: DataCenter, authKey: Buffer): Promise<Buffer> {
  const { Database } = await initSqlJs();
  const database = new Database();
  try {
    for (const table of tables) database.run(table);
    database.run('insert into version values (?)', [VERSION]);
    database.run('insert into sessions values (?, ?, ?, ?, null)', [
      dc.id,
      dc.host,
      dc.port,
      authKey,
    ]);
    return Buffer.from(database.export());
  } finally {
    database.close();
  }
}
