import { and, eq, sql } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { LlmUsage } from '../../edges/llm/port.ts';
import { readSettings } from '../workspace/settings.ts';
import { costMicros } from './cost.ts';
import type { AssistantSettings } from './settings.ts';
import { aiDays } from './tables.ts';

/** What a call holds of a day's budget until it is settled. */
export type Reservation = { day: string; usage: LlmUsage; costMicros: number };

/** The day on which what is spent now counts. */
export async function budgetDay(app: App, workspaceId: number): Promise<string> {
  const { timeZone } = await readSettings(app, workspaceId);
  return localDay(app.clock.now(), timeZone);
}

/**
 * Takes what a call may cost at most out of the day's budget, in one statement: calls at the same
 * time wait for each other's row and together never pass the bound. A call that dies with its
 * process stays counted as it was reserved: the provider may have charged for it.
 * @returns undefined when the budget doesn't hold that much any more
 */
export async function reserveBudget(
  tx: Db,
  workspaceId: number,
  day: string,
  usage: LlmUsage,
  { prices, budget }: AssistantSettings,
): Promise<Reservation | undefined> {
  const cost = costMicros(usage, prices);
  const { tokensIn, tokensOut } = usage;
  const tokensLeft = (spent: ReturnType<typeof sql>) =>
    budget.tokens === undefined
      ? sql`true`
      : sql`${spent} + ${tokensIn + tokensOut}::bigint <= ${budget.tokens}::bigint`;
  const moneyLeft = (spent: ReturnType<typeof sql>) =>
    budget.costMicros === undefined
      ? sql`true`
      : sql`${spent} + ${cost}::bigint <= ${budget.costMicros}::bigint`;
  const rows = await selectRows(
    tx,
    { calls: int },
    sql`
      insert into ai_days (workspace_id, day, calls, tokens_in, tokens_out, cost_micros)
      select ${workspaceId}::bigint, ${day}::date, 1, ${tokensIn}::bigint, ${tokensOut}::bigint,
        ${cost}::bigint
      where ${tokensLeft(sql`0`)} and ${moneyLeft(sql`0`)}
      on conflict (workspace_id, day) do update set
        calls = ai_days.calls + 1,
        tokens_in = ai_days.tokens_in + excluded.tokens_in,
        tokens_out = ai_days.tokens_out + excluded.tokens_out,
        cost_micros = ai_days.cost_micros + excluded.cost_micros
      where ${tokensLeft(sql`ai_days.tokens_in + ai_days.tokens_out`)}
        and ${moneyLeft(sql`ai_days.cost_micros`)}
      returning calls`,
  );
  return rows.length > 0 ? { day, usage, costMicros: cost } : undefined;
}

/** Corrects a day by what a call really took. */
export async function settleBudget(
  tx: Db,
  workspaceId: number,
  reserved: Reservation,
  taken: { usage: LlmUsage; costMicros: number },
): Promise<void> {
  await tx
    .update(aiDays)
    .set({
      tokensIn: sql`${aiDays.tokensIn} + ${taken.usage.tokensIn - reserved.usage.tokensIn}`,
      tokensOut: sql`${aiDays.tokensOut} + ${taken.usage.tokensOut - reserved.usage.tokensOut}`,
      costMicros: sql`${aiDays.costMicros} + ${taken.costMicros - reserved.costMicros}`,
    })
    .where(and(eq(aiDays.workspaceId, workspaceId), eq(aiDays.day, reserved.day)));
}

/** What a workspace spent on a day, calls under way at their most. */
export async function readDay(app: App, workspaceId: number, day: string) {
  const [row] = await app.db
    .select()
    .from(aiDays)
    .where(and(eq(aiDays.workspaceId, workspaceId), eq(aiDays.day, day)));
  return row ?? { calls: 0, tokensIn: 0, tokensOut: 0, costMicros: 0 };
}
