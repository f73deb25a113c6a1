import { sql } from 'drizzle-orm';
import { jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { count } from '../../base/metrics.ts';
import type { App } from '../../context.ts';
import type { TelegramProblem } from '../../edges/telegram-account/port.ts';
import { reactToProblem } from '../accounts/react-to-problem.ts';
import { reactToRefusal } from '../business/react-to-refusal.ts';
import { attemptsCounted } from './figures.ts';
import type { Candidate } from './gate-facts.ts';
import type { ForOwner, Outcome } from './outcome.ts';
import { type Failure, giveBack, writeFailures, writeSuccesses } from './write-outcomes.ts';

export type Settling = {
  message: Pick<Candidate, 'id' | 'senderId' | 'mediaId' | 'fence'>;
  attempts: number;
  outcome: Outcome;
};

const FIRST_REPEAT_MS = 2_000;
const LONGEST_REPEAT_MS = 5 * 60_000;

/** Writes what came of a batch of attempts, with everything that follows from it. */
export async function settleOutcomes(app: App, batch: readonly Settling[]): Promise<void> {
  await app.database.transaction(async (tx) => {
    const problems = new Map<number, TelegramProblem | ForOwner>();
    const successes = batch.flatMap(({ message: { id, fence }, outcome: o }) =>
      o.kind === 'sent' ? [{ messageId: id, fence, ...o }] : [],
    );
    await writeSuccesses(app, tx, successes);
    await writeFailures(app, tx, batch.flatMap(failureOf));
    for (const { message, attempts, outcome } of batch) {
      if (outcome.kind === 'requeued') await requeue(app, tx, message, outcome.problem);
      if (outcome.kind === 'unknown') await repeatLater(app, tx, message, attempts);
      if ('problem' in outcome) problems.set(message.senderId, outcome.problem);
    }
    for (const [senderId, problem] of problems)
      await (problem.kind === 'business'
        ? reactToRefusal(app, tx, senderId, problem.of)
        : reactToProblem(app, tx, senderId, problem));
  });
  for (const { outcome } of batch) count(app.metrics, attemptsCounted, { outcome: outcome.kind });
}

function failureOf({ message: { id, fence }, outcome }: Settling): Failure[] {
  if (!('error' in outcome)) return [];
  const lostBecause = outcome.kind === 'failed' ? outcome.lostBecause : undefined;
  return [
    {
      messageId: id,
      fence,
      from: 'sending',
      to: outcome.kind,
      error: outcome.error,
      ...(lostBecause && { lostBecause }),
    },
  ];
}

/** Back to the gate, with what had been reserved given back. */
async function requeue(
  app: App,
  tx: Db,
  { id, senderId, mediaId, fence }: Settling['message'],
  problem: TelegramProblem | ForOwner,
): Promise<void> {
  if (problem.kind === 'upload_expired' && mediaId !== null) {
    await tx.execute(sql`
      delete from media_uploads where media_id = ${mediaId} and sender_id = ${senderId}`);
  }
  await giveBack(app, tx, id, fence);
  await tx.execute(sql`
    update messages set status = 'queued', passed_at = null, fence = null
    where id = ${id} and status = 'sending' and fence = ${fence}`);
}

async function repeatLater(
  app: App,
  tx: Db,
  { id, fence }: Settling['message'],
  attempts: number,
): Promise<void> {
  const pause = Math.min(FIRST_REPEAT_MS * 2 ** (attempts - 1), LONGEST_REPEAT_MS);
  const dueAt = new Date(app.clock.now().getTime() + pause).toISOString();
  await tx.execute(sql`
    update messages m set due_at = r.due_at
    from jsonb_to_recordset(${jsonRows([{ id, fence, due_at: dueAt }])})
      as r(id bigint, fence bigint, due_at timestamptz)
    where m.id = r.id and m.status = 'sending' and m.fence = r.fence`);
}
