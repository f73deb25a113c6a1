import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { plans, type SoldPlan, type Subscription, subscriptions } from '../workspace/tables.ts';
import { texts } from './texts.ts';

/**
 * What a customer's workspace has.
 * @throws AppError not_found for a workspace that nobody sold
 */
export async function findSubscription(
  db: Db,
  workspaceId: number,
): Promise<{ subscription: Subscription; plan: SoldPlan }> {
  const [found] = await db
    .select({ subscription: subscriptions, plan: plans })
    .from(subscriptions)
    .innerJoin(
      plans,
      and(eq(plans.workspaceId, subscriptions.sellerId), eq(plans.code, subscriptions.plan)),
    )
    .where(eq(subscriptions.workspaceId, workspaceId));
  if (!found) throw new AppError('not_found', texts.notSold);
  return found;
}
