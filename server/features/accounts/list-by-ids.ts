import { and, eq, inArray } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { type Account, accounts } from './tables.ts';

/** Accounts of a workspace by their row ids, in the order of their numbers. */
export async function listByIds(
  app: App,
  workspaceId: number,
  ids: readonly number[],
): Promise<Account[]> {
  if (ids.length === 0) return [];
  return app.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.workspaceId, workspaceId), inArray(accounts.id, [...ids])))
    .orderBy(accounts.number);
}
