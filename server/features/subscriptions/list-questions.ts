import { type SQL, sql } from 'drizzle-orm';
import { int, nullable, selectRows, text, time } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { texts } from './texts.ts';

/** What customers asked the team, the latest first. */
export function listQuestions(
  app: App,
  workspaceId: number,
  { limit, beforeId }: { limit: number; beforeId: number | undefined },
) {
  const before = beforeId === undefined ? sql`` : sql`and q.id < ${beforeId}`;
  return readQuestions(
    app,
    sql`q.workspace_id = ${workspaceId} ${before} order by q.id desc limit ${limit}`,
  );
}

/**
 * A question that waits for an answer.
 * @throws AppError not_found, conflict
 */
export async function openQuestion(app: App, { workspaceId }: Caller, id: number) {
  const [found] = await readQuestions(app, sql`q.workspace_id = ${workspaceId} and q.id = ${id}`);
  if (!found) throw new AppError('not_found', texts.noQuestion);
  if (found.answeredAt) throw new AppError('conflict', texts.answeredBefore);
  return found;
}

function readQuestions(app: App, which: SQL) {
  return selectRows(
    app.db,
    {
      id: int,
      customerId: int,
      name: text,
      words: text,
      askedAt: time,
      answer: nullable(text),
      answeredAt: nullable(time),
    },
    sql`
      select q.id, q.customer_id as "customerId", w.name, q.words, q.asked_at as "askedAt",
        q.answer, q.answered_at as "answeredAt"
      from customer_questions q join workspaces w on w.id = q.customer_id
      where ${which}`,
  );
}
