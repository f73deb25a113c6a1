import { and, inArray, lte } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { AboutToLeave, App, Hold } from '../../context.ts';
import { subscriptions } from '../workspace/tables.ts';

/** What is held is looked at again after so long. */
const LOOK_MS = 10 * 60_000;

/** After the end of the term nothing leaves but what a person of the workspace writes by hand. */
export async function holdMessages(
  _app: App,
  tx: Db,
  messages: readonly AboutToLeave[],
  now: Date,
): Promise<Map<number, Hold>> {
  const own = messages.filter(({ origin }) => origin !== 'operator');
  const workspaceIds = [...new Set(own.map(({ workspaceId }) => workspaceId))];
  if (workspaceIds.length === 0) return new Map();
  const over = await tx
    .select({ workspaceId: subscriptions.workspaceId })
    .from(subscriptions)
    .where(and(inArray(subscriptions.workspaceId, workspaceIds), lte(subscriptions.endsAt, now)))
    .for('key share');
  const ids = new Set(over.map(({ workspaceId }) => workspaceId));
  const until = new Date(now.getTime() + LOOK_MS);
  return new Map(
    own
      .filter(({ workspaceId }) => ids.has(workspaceId))
      .map(({ id }) => [id, { reason: 'subscription_over', until }]),
  );
}
