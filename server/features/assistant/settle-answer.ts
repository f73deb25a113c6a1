import { and, eq, lt, sql } from 'drizzle-orm';
import type { HandOverReason, Verdict } from '../../../contract/assistant.ts';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { count } from '../../base/metrics.ts';
import type { App } from '../../context.ts';
import type { About, Asked } from './ask-model.ts';
import { settleBudget } from './budget.ts';
import { costMicros } from './cost.ts';
import { callsCounted } from './figures.ts';
import type { AssistantSettings } from './settings.ts';
import { aiAnswers } from './tables.ts';

/** What came of a call. */
export type Settled =
  | { outcome: 'answer'; text: string; status: 'draft' | 'approved' }
  | { outcome: 'verdict'; text: string; reason: Verdict }
  /** Shown to an operator, who may send it. */
  | { outcome: 'opening'; text: string }
  | { outcome: 'hand_over'; text: string | null; reason: HandOverReason };

/**
 * Writes down what came of a call and what it took. A new draft takes the place of the dialog's
 * former one.
 * @returns false when the person was erased meanwhile: then nothing of theirs is written
 */
export async function settleAnswer(
  app: App,
  about: About,
  asked: Asked,
  settled: Settled,
  { prices }: AssistantSettings,
): Promise<boolean> {
  const usage = usageOf(asked);
  const taken = { usage, costMicros: costMicros(usage, prices) };
  const now = app.clock.now();
  const isStored = await app.database.transaction(async (tx) => {
    await settleBudget(tx, about.workspaceId, asked.reserved, taken);
    const result = {
      tokensIn: usage.tokensIn,
      tokensOut: usage.tokensOut,
      costMicros: taken.costMicros,
      latencyMs: asked.latencyMs,
      finishedAt: now,
    };
    const rows = await tx
      .update(aiAnswers)
      .set({ ...result, ...contentOf(settled) })
      .where(and(isAnswer(about.workspaceId, asked.answerId), eq(aiAnswers.isErased, false)))
      .returning({ id: aiAnswers.id });
    if (rows.length === 0) {
      await tx
        .update(aiAnswers)
        .set({ ...result, outcome: 'hand_over', reason: 'interrupted' })
        .where(isAnswer(about.workspaceId, asked.answerId));
      return false;
    }
    if (settled.outcome === 'answer') await discardFormerDrafts(tx, about, asked.answerId);
    await recordSettled(app, tx, about, asked.answerId, settled);
    return true;
  });
  countCall(app, about, settled);
  return isStored;
}

/** Writes down that no model was asked, and why. @returns the number of the record */
export async function recordHandOver(
  app: App,
  about: About,
  reason: HandOverReason,
): Promise<number> {
  const now = app.clock.now();
  const settled: Settled = { outcome: 'hand_over', text: null, reason };
  const id = await app.database.transaction(async (tx) => {
    const [row] = await tx
      .insert(aiAnswers)
      .values({ ...about, ...contentOf(settled), createdAt: now, finishedAt: now })
      .returning({ id: aiAnswers.id });
    if (!row) throw new Error('the hand-over was not recorded');
    await recordSettled(app, tx, about, row.id, settled);
    return row.id;
  });
  countCall(app, about, settled);
  return id;
}

/** What a call took. Where the model may have worked and nobody says how much, it was the most. */
function usageOf({ result, reserved }: Asked) {
  if (result.ok) return result.usage ?? reserved.usage;
  return result.mayCost ? reserved.usage : { tokensIn: 0, tokensOut: 0 };
}

function contentOf(settled: Settled) {
  const { outcome, text } = settled;
  if (settled.outcome === 'answer') return { outcome, text, status: settled.status };
  if (settled.outcome === 'opening') return { outcome, text };
  return { outcome, text, reason: settled.reason };
}

function isAnswer(workspaceId: number, answerId: number) {
  return and(eq(aiAnswers.workspaceId, workspaceId), eq(aiAnswers.id, answerId));
}

async function discardFormerDrafts(tx: Db, about: About, answerId: number): Promise<void> {
  if (about.dialogId === null) return;
  await tx
    .update(aiAnswers)
    .set({ status: 'discarded' })
    .where(
      and(
        eq(aiAnswers.workspaceId, about.workspaceId),
        eq(aiAnswers.dialogId, about.dialogId),
        eq(aiAnswers.status, 'draft'),
        lt(aiAnswers.id, answerId),
      ),
    );
}

function recordSettled(app: App, tx: Db, about: About, answerId: number, settled: Settled) {
  if (about.purpose !== 'answer' || settled.outcome === 'opening') return Promise.resolve();
  return recordEvents(tx, [
    {
      workspaceId: about.workspaceId,
      type: settled.outcome === 'answer' ? 'assistant.answer_written' : 'assistant.handed_over',
      at: app.clock.now(),
      contactId: about.contactId ?? undefined,
      messageId: about.messageId ?? undefined,
      data: {
        answer_id: answerId,
        role_id: about.roleId,
        dialog_id: about.dialogId,
        ...(settled.outcome === 'answer' ? { status: settled.status } : { reason: settled.reason }),
      },
    },
  ]);
}

function countCall(app: App, { purpose }: About, settled: Settled): void {
  const outcome = settled.outcome === 'hand_over' ? settled.reason : settled.outcome;
  count(app.metrics, callsCounted, { purpose, outcome });
}

const ABANDONED_AFTER_MS = 15 * 60_000;
const SETTLED_AT_ONCE = 500;

/**
 * Calls whose process died while the model was answering: their budget stays counted as reserved.
 * @returns whether there may be more
 */
export async function settleAbandoned(app: App): Promise<boolean> {
  const now = app.clock.now();
  const since = new Date(now.getTime() - ABANDONED_AFTER_MS);
  const rows = await app.db
    .update(aiAnswers)
    .set({ outcome: 'hand_over', reason: 'interrupted', finishedAt: now })
    .where(
      sql`${aiAnswers.id} in (
        select id from ai_answers
        where outcome = 'pending' and created_at < ${since.toISOString()}::timestamptz
        order by created_at limit ${SETTLED_AT_ONCE})`,
    )
    .returning({ id: aiAnswers.id });
  return rows.length === SETTLED_AT_ONCE;
}
