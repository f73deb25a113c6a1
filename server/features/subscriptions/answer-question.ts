import { and, eq, sql } from 'drizzle-orm';
import { bool, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { findOperatorChats } from '../bots/find-operator-chats.ts';
import { postToOperators } from '../bots/post-to-operator.ts';
import { customerQuestions } from './tables.ts';
import { botTexts, texts } from './texts.ts';

/**
 * The team answers what a customer asked: the sales bot says it in their chat.
 * @throws AppError not_found; conflict when it was answered, or can't be from here
 */
export async function answerQuestion(
  app: App,
  { workspaceId, actor }: Caller,
  id: number,
  answer: string,
): Promise<void> {
  await app.database.transaction(async (tx) => {
    const [question] = await tx
      .select()
      .from(customerQuestions)
      .where(and(eq(customerQuestions.workspaceId, workspaceId), eq(customerQuestions.id, id)))
      .for('update');
    if (!question) throw new AppError('not_found', texts.noQuestion);
    if (question.answeredAt) throw new AppError('conflict', texts.answeredBefore);
    const { customerId, telegramId, words } = question;
    const stopped = await selectRow(
      tx,
      { is: bool },
      sql`
        select exists (select from contacts where workspace_id = ${workspaceId}
          and telegram_id = ${telegramId} and opted_out_at is not null) as is`,
    );
    if (stopped?.is) throw new AppError('conflict', texts.askedNotToBeWritten);
    const chats = await findOperatorChats(app, tx, customerId);
    const chat = chats.find(({ chatId }) => chatId === telegramId);
    if (!chat) throw new AppError('conflict', texts.noWayToAnswer);
    const at = app.clock.now();
    await tx
      .update(customerQuestions)
      .set({ answer, answeredAt: at })
      .where(eq(customerQuestions.id, id));
    const html = botTexts.answered(escapeHtml(shorten(words)), escapeHtml(answer))[chat.language];
    await postToOperators(app, tx, [
      { to: chat, key: `answer to question ${id}`, words: { html, buttons: [], isSilent: false } },
    ]);
    const data = { question_id: id, customer_workspace_id: customerId };
    await recordEvents(tx, [{ workspaceId, type: 'customer.answered', at, actor, data }]);
  });
}

const QUOTED = 200;
const shorten = (words: string) => (words.length > QUOTED ? `${words.slice(0, QUOTED)}…` : words);
