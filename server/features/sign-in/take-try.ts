import { eq, lt, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, selectRow, time } from '../../base/db/rows.ts';
import { addressBlock } from '../../base/http/address-block.ts';
import type { App } from '../../context.ts';
import { signInTries } from './tables.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** So many tries within a window; who used them up waits. */
type Allowance = { tries: number; windowMs: number; closedMs: number };

/** Many people of a team may share an address; those who get in give their try back. */
const OF_ADDRESS: Allowance = { tries: 30, windowMs: 10 * MINUTE_MS, closedMs: 10 * MINUTE_MS };
const OF_LOGIN: Allowance = { tries: 10, windowMs: DAY_MS, closedMs: 15 * MINUTE_MS };

/** Something that strangers may try only so often. */
export type Tried = { keyHash: Buffer; allowance: Allowance };

export const triedAddress = (app: App, address: string): Tried => ({
  keyHash: app.crypto.hash(addressBlock(address), 'sign-in address'),
  allowance: OF_ADDRESS,
});

/** Counted whether or not anybody has the login: a stranger can't tell by the lock either. */
export const triedLogin = (app: App, login: string): Tried => ({
  keyHash: app.crypto.hash(login, 'sign-in login'),
  allowance: OF_LOGIN,
});

/** The password that somebody who is signed in must repeat. */
export const triedOperator = (app: App, operatorId: number): Tried => ({
  keyHash: app.crypto.hash(String(operatorId), 'sign-in operator'),
  allowance: OF_LOGIN,
});

/**
 * Takes one try before it is made, so that many at once get no more than one after another would.
 * The tries stand in the database: they hold across processes and restarts, and beside the hash of a
 * password that each one costs a row is nothing.
 * @returns seconds to wait when there is none left
 */
export async function takeTry(app: App, tried: Tried): Promise<number | undefined> {
  const { tries, windowMs, closedMs } = tried.allowance;
  const now = app.clock.now();
  const ago = (ms: number) => at(new Date(now.getTime() - ms));
  // Whatever comes after the last try neither counts nor makes the wait longer.
  const row = await selectRow(
    app.db,
    { tries: int, lastAt: time },
    sql`
      insert into sign_in_tries as t (key_hash, tries, since, last_at)
      values (${tried.keyHash}, 1, ${at(now)}, ${at(now)})
      on conflict (key_hash) do update set
        (tries, since, last_at) = (
          select
            case when is_over then 1 when is_full then ${tries} + 1 else t.tries + 1 end,
            case when is_over then excluded.since else t.since end,
            case when is_full and not is_over then t.last_at else excluded.last_at end
          from (select
            t.tries >= ${tries} as is_full,
            case when t.tries >= ${tries} then t.last_at <= ${ago(closedMs)}
              else t.since <= ${ago(windowMs)} end as is_over) as how)
      returning tries, last_at as "lastAt"`,
  );
  if (!row || row.tries <= tries) return undefined;
  const openAt = row.lastAt.getTime() + closedMs;
  return Math.max(1, Math.ceil((openAt - now.getTime()) / 1_000));
}

/** For how many minutes it is shut now, if the last try was used up. */
export async function shutFor(
  app: App,
  { keyHash, allowance }: Tried,
): Promise<number | undefined> {
  const [row] = await app.db
    .select({ tries: signInTries.tries })
    .from(signInTries)
    .where(eq(signInTries.keyHash, keyHash));
  return row && row.tries >= allowance.tries ? allowance.closedMs / MINUTE_MS : undefined;
}

/** The try was no wrong one. */
export async function giveTryBack(app: App, { keyHash }: Tried): Promise<void> {
  await app.db
    .update(signInTries)
    .set({ tries: sql`greatest(0, ${signInTries.tries} - 1)` })
    .where(eq(signInTries.keyHash, keyHash));
}

/** Somebody got in: the mistakes before are forgiven. */
export async function forgiveTries(app: App, { keyHash }: Tried): Promise<void> {
  await app.db.delete(signInTries).where(eq(signInTries.keyHash, keyHash));
}

/** Forgets tries that count for nothing any more. */
export async function forgetOldTries(app: App): Promise<void> {
  const old = new Date(app.clock.now().getTime() - 2 * DAY_MS);
  await app.db.delete(signInTries).where(lt(signInTries.lastAt, old));
}
