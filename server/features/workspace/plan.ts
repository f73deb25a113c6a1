import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { plans, type SoldPlan, type Subscription, subscriptions } from './tables.ts';
import { texts } from './texts.ts';

/** What a workspace may do. */
export type Limits = {
  /** Accounts that aren't deleted. */
  maxAccounts: number;
  /** People in one audience. */
  maxAudience: number;
  /** Campaigns at work at the same time. */
  maxRunningCampaigns: number;
  /** Minutes between the launches of two campaigns. */
  campaignCooldownMinutes: number;
};

/** What a workspace may do now. */
export type Plan = Limits & {
  /** The term is over: nothing new begins, what there is can be looked at and taken along. */
  isOver: boolean;
  /** Of what is sold; null for the installation's own team. */
  code: string | null;
  endsAt: Date | null;
};

/** Of the installation's own team. */
const OWN: Plan = {
  maxAccounts: 10_000,
  maxAudience: 100_000,
  maxRunningCampaigns: 10,
  campaignCooldownMinutes: 60,
  isOver: false,
  code: null,
  endsAt: null,
};

/** What a customer's workspace was sold; undefined for one that nobody sold. */
export async function readSubscription(
  db: Db,
  workspaceId: number,
): Promise<{ subscription: Subscription; plan: SoldPlan } | undefined> {
  const [sold] = await db
    .select({ subscription: subscriptions, plan: plans })
    .from(subscriptions)
    .innerJoin(
      plans,
      and(eq(plans.workspaceId, subscriptions.sellerId), eq(plans.code, subscriptions.plan)),
    )
    .where(eq(subscriptions.workspaceId, workspaceId));
  return sold;
}

/** The plan of a workspace at `now`: the one place that says it. */
export async function readPlan(db: Db, workspaceId: number, now: Date): Promise<Plan> {
  const sold = await readSubscription(db, workspaceId);
  if (!sold) return OWN;
  const { maxAccounts, maxAudience, maxRunningCampaigns, campaignCooldownMinutes } = sold.plan;
  const limits = { maxAccounts, maxAudience, maxRunningCampaigns, campaignCooldownMinutes };
  const { endsAt } = sold.subscription;
  return { ...limits, isOver: endsAt <= now, code: sold.plan.code, endsAt };
}

/** @throws AppError payment_required when the term of the workspace is over */
export async function mustBeRunning(db: Db, workspaceId: number, now: Date): Promise<Plan> {
  const plan = await readPlan(db, workspaceId, now);
  if (plan.isOver) throw new AppError('payment_required', texts.termIsOver);
  return plan;
}
