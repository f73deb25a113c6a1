import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { bool, int, selectRows } from '../../base/db/rows.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { ARRIVALS_CHANNEL } from '../accounts/arrival.ts';
import { SENDERS_CHANNEL } from '../accounts/change-status.ts';
import { failUnreachable } from './fail-unreachable.ts';
import { explainDecision } from './gate-texts.ts';
import { texts } from './texts.ts';
import { type Failure, writeFailures } from './write-outcomes.ts';

const LOOK_EVERY_MS = 10_000;
const BATCH = 500;
/** Whoever sent it has given up on an answer by then. */
const ON_ITS_WAY_MS = 60_000;

/** Keeps failing what can never leave and what no holder would look at. */
export async function startFailingAbandoned(app: App): Promise<Runner> {
  const loop = startLoop({
    name: 'abandoned messages',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const late = await failLate(app);
      const stranded = await failStranded(app);
      const unknown = await leaveUnconfirmed(app);
      const isMore = await failUnreachable(app);
      return isMore || [late, stranded, unknown].includes(BATCH);
    },
  });
  const unlisten = await Promise.all(
    [ARRIVALS_CHANNEL, SENDERS_CHANNEL].map((c) => app.database.listen(c, loop.wake)),
  );
  return {
    ...loop,
    async stop() {
      await Promise.all(unlisten.map((stop) => stop()));
      await loop.stop();
    },
  };
}

/** Their callers have stopped waiting: they may not leave any more. */
async function failLate(app: App): Promise<number> {
  const now = app.clock.now();
  const error = explainDecision({ verdict: 'refused', reason: 'late' }, now);
  return app.database.transaction(async (tx) => {
    const late = await selectRows(
      tx,
      { id: int },
      sql`select id from messages
          where status = 'queued' and decide_by is not null and decide_by <= ${at(now)}
          limit ${BATCH} for update skip locked`,
    );
    const failures = late.map(({ id }): Failure => failed(id, error));
    await writeFailures(app, tx, failures);
    return late.length;
  });
}

/**
 * Their account was banned or deleted, and their people have a dialog with it and with no other.
 */
async function failStranded(app: App): Promise<number> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const stranded = await selectRows(
      tx,
      { id: int, isBanned: bool },
      sql`select m.id, coalesce(a.status = 'banned', false) as "isBanned"
          from senders s left join accounts a on a.id = s.id
          cross join lateral (
            select id from messages where sender_id = s.id and status = 'queued' limit ${BATCH}) m
          where a.status = 'banned' or s.removed_at is not null
          limit ${BATCH}`,
    );
    const failures = stranded.map(({ id, isBanned }) => {
      const reason = isBanned ? 'banned' : 'sender_removed';
      return failed(id, explainDecision({ verdict: 'refused', reason }, now));
    });
    await writeFailures(app, tx, failures);
    return stranded.length;
  });
}

/**
 * They were on their way when their account was banned or deleted: nobody can look any more whether
 * they arrived. After the time that a send may take they are left at that.
 */
async function leaveUnconfirmed(app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - ON_ITS_WAY_MS);
  return app.database.transaction(async (tx) => {
    const unknown = await selectRows(
      tx,
      { id: int },
      sql`select m.id
          from senders s left join accounts a on a.id = s.id
          cross join lateral (
            select id from messages
            where sender_id = s.id and status = 'sending' and passed_at < ${at(before)}
            limit ${BATCH}) m
          where a.status = 'banned' or s.removed_at is not null
          limit ${BATCH}`,
    );
    const error = {
      code: 'telegram_unavailable' as const,
      reason: 'unconfirmed',
      text: texts.unconfirmed,
    };
    await writeFailures(
      app,
      tx,
      unknown.map(({ id }) => ({ messageId: id, from: 'sending', to: 'unconfirmed', error })),
    );
    return unknown.length;
  });
}

function failed(messageId: number, error: Failure['error']): Failure {
  return { messageId, from: 'queued', to: 'failed', error };
}
