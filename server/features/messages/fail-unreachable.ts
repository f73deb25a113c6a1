import { sql } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { decide } from './gate.ts';
import { factsOf, readCandidates } from './gate-facts.ts';
import { lockQueued, theseMessages } from './lock-queued.ts';
import { recordDecisions, settleRefused } from './write-decisions.ts';

const BATCH = 200;

/**
 * Answers callers who wait for an account that was lost in the meantime: its holder has no
 * connection to send through and so doesn't take its messages to the gate.
 * @returns whether there may be more
 */
export async function failUnreachable(app: App): Promise<boolean> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const waiting = await lockQueued(
      tx,
      sql`m.id in (
        select q.id from messages q
        left join accounts o on o.id = q.sender_id
        left join business_connections b on b.id = q.sender_id
        left join bots k on k.id = b.bot_id
        where q.status = 'queued' and q.decide_by is not null
          and coalesce(o.connection, k.connection) <> 'online'
        limit ${BATCH})`,
    );
    if (waiting.length === 0) return false;
    const found = await readCandidates(app, tx, theseMessages(waiting));
    const refused = found.flatMap((candidate) => {
      const decision = decide(factsOf(candidate), now);
      return decision.verdict === 'passed' ? [] : [{ candidate, decision }];
    });
    await settleRefused(app, tx, refused, now);
    await recordDecisions(tx, refused, now);
    return refused.length === BATCH;
  });
}
