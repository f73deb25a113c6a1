import { and, eq, inArray } from 'drizzle-orm';
import type { AnswerStatus } from '../../../contract/assistant.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type AiAnswer, aiAnswers } from './tables.ts';
import { texts } from './texts.ts';

/**
 * A person lets a draft go; the caller sends it in the same transaction.
 * @throws AppError not_found; conflict when it is no draft any more
 */
export function approveAnswer(
  app: App,
  tx: Db,
  caller: Caller,
  answerId: number,
): Promise<AiAnswer> {
  return changeStatus(app, tx, caller, answerId, ['draft'], { status: 'approved' });
}

/**
 * The answer stands in the outbox or has left as this message.
 * @throws AppError not_found; conflict when it wasn't approved
 */
export function markSent(
  app: App,
  tx: Db,
  caller: Pick<Caller, 'workspaceId' | 'actor'>,
  answerId: number,
  sentMessageId: number,
): Promise<AiAnswer> {
  return changeStatus(app, tx, caller, answerId, ['approved'], { status: 'sent', sentMessageId });
}

/** The answer will not be sent. @throws AppError not_found; conflict when it is too late */
export function discardAnswer(app: App, caller: Caller, answerId: number): Promise<AiAnswer> {
  return app.database.transaction((tx) =>
    changeStatus(app, tx, caller, answerId, ['draft', 'approved'], { status: 'discarded' }),
  );
}

async function changeStatus(
  app: App,
  tx: Db,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
  answerId: number,
  from: AnswerStatus[],
  change: { status: AnswerStatus; sentMessageId?: number },
): Promise<AiAnswer> {
  const isThis = and(eq(aiAnswers.workspaceId, workspaceId), eq(aiAnswers.id, answerId));
  const [answer] = await tx
    .update(aiAnswers)
    .set(change)
    .where(and(isThis, inArray(aiAnswers.status, from)))
    .returning();
  if (!answer) {
    const [known] = await tx.select({ id: aiAnswers.id }).from(aiAnswers).where(isThis);
    throw known
      ? new AppError('conflict', texts.answerNotOpen)
      : new AppError('not_found', texts.answerNotFound);
  }
  await recordEvents(tx, [
    {
      workspaceId,
      type: `assistant.answer_${change.status}`,
      at: app.clock.now(),
      actor,
      contactId: answer.contactId ?? undefined,
      messageId: answer.messageId ?? undefined,
      data: { answer_id: answer.id },
    },
  ]);
  return answer;
}
