import { randomInt, timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { bool, bytes, selectRow, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

/** No letters that are taken for digits, or for each other. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 3;
const GROUP_LENGTH = 4;

/** Whether nobody has a password yet. */
export async function isSetUpNeeded(db: Db): Promise<boolean> {
  const row = await selectRow(
    db,
    { needed: bool },
    sql`select not exists (select from operators where password_hash is not null) as needed`,
  );
  return row?.needed === true;
}

/**
 * Makes the code of this start, if one is needed. Each process that answers requests has its own, so
 * that whichever one prints last shuts none of the others out; a code ends with its process.
 */
export async function makeSetUpCode(app: App): Promise<string | undefined> {
  if (!app.config.roles.includes('api') || !(await isSetUpNeeded(app.db))) return undefined;
  const code = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');
  const hash = hashCode(app, code);
  await app.database.transaction(async (tx) => {
    await tx.execute(sql`
      delete from set_up_codes where worker_id in (
        select id from workers where expires_at < now())`);
    await tx.execute(sql`
      insert into set_up_codes (worker_id, code_hash) values (${app.worker.id}, ${hash})
      on conflict (worker_id) do update set code_hash = excluded.code_hash`);
  });
  return code;
}

/** Compares with every code in constant time. */
export async function isSetUpCode(app: App, db: Db, typed: string): Promise<boolean> {
  const hash = hashCode(app, typed);
  const codes = await selectRows(
    db,
    { hash: bytes },
    sql`
    select code_hash as hash from set_up_codes order by worker_id limit 1000`,
  );
  let fits = false;
  for (const code of codes) fits = timingSafeEqual(code.hash, hash) || fits;
  return fits;
}

/** As it is typed: letter case, spaces and hyphens don't matter. */
function hashCode(app: App, code: string): Buffer {
  return app.crypto.hash(code.toUpperCase().replace(/[^A-Z0-9]/g, ''), 'set-up code');
}
