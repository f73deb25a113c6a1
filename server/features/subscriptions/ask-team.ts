import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { operatorChats } from '../bots/tables.ts';
import { findSubscription } from './find-subscription.ts';
import { customerQuestions } from './tables.ts';
import { texts } from './texts.ts';

/** Telegram lets people write more; a question is shorter. */
const MOST_WORDS = 3_000;

/**
 * A customer asks the team of the service something: it is kept, and the team is told.
 * @param key the same when the same update is done once more
 * @throws AppError invalid_request
 */
export async function askTeam(
  app: App,
  { workspaceId: customerId, actor }: Caller,
  words: string,
  key: string,
): Promise<void> {
  if (words === '') throw new AppError('invalid_request', texts.wordsNeeded);
  await app.database.transaction(async (tx) => {
    const { subscription } = await findSubscription(tx, customerId);
    const [chat] = await tx
      .select({ telegramId: operatorChats.telegramId })
      .from(operatorChats)
      .where(
        and(eq(operatorChats.workspaceId, customerId), eq(operatorChats.operatorId, actor.id ?? 0)),
      )
      .limit(1);
    if (!chat) throw new AppError('conflict', texts.noChat);
    const { sellerId: workspaceId } = subscription;
    const at = app.clock.now();
    const [question] = await tx
      .insert(customerQuestions)
      .values({
        workspaceId,
        customerId,
        telegramId: chat.telegramId,
        words: words.slice(0, MOST_WORDS),
        key,
        askedAt: at,
      })
      .onConflictDoNothing()
      .returning();
    if (!question) return;
    const data = { question_id: question.id, customer_workspace_id: customerId };
    await recordEvents(tx, [{ workspaceId, type: 'customer.asked', at, data }]);
  });
}

/** With the person goes what they asked. */
export async function eraseQuestions(
  _app: App,
  tx: Db,
  { workspaceId, telegramId }: { workspaceId: number; telegramId: number | null },
): Promise<void> {
  if (telegramId === null) return;
  await tx
    .delete(customerQuestions)
    .where(
      and(
        eq(customerQuestions.workspaceId, workspaceId),
        eq(customerQuestions.telegramId, telegramId),
      ),
    );
}
