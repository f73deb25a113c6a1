import { sql } from 'drizzle-orm';
import { localDay } from '../../../base/days.ts';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import type { App } from '../../../context.ts';
import { readSettings } from '../../workspace/settings.ts';

type OfAccount = { id: number; workspaceId: number };

/** Says when an account goes to its channels next. */
export async function setTurn(
  app: App,
  { id, workspaceId }: OfAccount,
  { nextAt, day }: { nextAt: Date; day?: string },
): Promise<void> {
  const today = day ?? localDay(app.clock.now(), (await readSettings(app, workspaceId)).timeZone);
  await app.db.execute(sql`
    insert into channel_turns (account_id, workspace_id, next_at, day)
    values (${id}, ${workspaceId}, ${at(nextAt)}, ${today}::date)
    on conflict (account_id) do update set next_at = excluded.next_at`);
}

/**
 * Counts a step on its day and says when the next one is, in the transaction of what came of it.
 * @param counted what the step was; nothing when it didn't come off
 * @param problem what kept it from going on
 */
export async function countStep(
  app: App,
  tx: Db,
  { id, workspaceId }: OfAccount,
  step: { counted: 'joins' | 'reads' | undefined; nextAt: Date; problem: string | null },
): Promise<void> {
  const { timeZone } = await readSettings(app, workspaceId, tx);
  const day = localDay(app.clock.now(), timeZone);
  const joins = step.counted === 'joins' ? 1 : 0;
  const reads = step.counted === 'reads' ? 1 : 0;
  await tx.execute(sql`
    insert into channel_turns as t (account_id, workspace_id, next_at, day, joins, reads, problem)
    values (${id}, ${workspaceId}, ${at(step.nextAt)}, ${day}::date, ${joins}, ${reads},
      ${step.problem})
    on conflict (account_id) do update set next_at = excluded.next_at, day = excluded.day,
      joins = case when t.day = excluded.day then t.joins else 0 end + excluded.joins,
      reads = case when t.day = excluded.day then t.reads else 0 end + excluded.reads,
      problem = excluded.problem`);
}
