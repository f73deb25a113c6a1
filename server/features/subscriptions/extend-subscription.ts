import { eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { BotCharge, BotPayment, Caller } from '../../feature.ts';
import { findPlan } from '../workspace/sold-plans.ts';
import { payments, type SoldPlan, type Subscription, subscriptions } from '../workspace/tables.ts';
import { findSubscription } from './find-subscription.ts';
import { extendTerm } from './term.ts';
import { texts } from './texts.ts';

/**
 * Adds what was paid for, once for each charge.
 * @returns until when the workspace may work now
 * @throws AppError not_found
 */
export async function takePayment(
  app: App,
  { workspaceId, actor }: Caller,
  { words: code, stars, chargeId, botId, payerId }: BotPayment & BotCharge,
): Promise<{ plan: SoldPlan; endsAt: Date }> {
  return app.database.transaction(async (tx) => {
    const { subscription, plan: former } = await lockSubscription(tx, workspaceId);
    const { sellerId } = subscription;
    const plan = await findPlan(tx, sellerId, code);
    if (!plan) throw new AppError('not_found', texts.noPlan);
    const paidAt = app.clock.now();
    const [isNew] = await tx
      .insert(payments)
      .values({
        workspaceId,
        sellerId,
        plan: code,
        days: plan.days,
        stars,
        chargeId,
        paidAt,
        botId,
        payerId,
      })
      .onConflictDoNothing()
      .returning();
    if (!isNew) return { plan: former, endsAt: subscription.endsAt };
    const endsAt = extendTerm({ plan: former, endsAt: subscription.endsAt }, plan, paidAt);
    await writeTerm(app, tx, subscription, { code, endsAt, stars, actor });
    return { plan, endsAt };
  });
}

/**
 * The seller gives a customer some days more, of the plan they have.
 * @throws AppError not_found when the workspace is no customer of the seller's
 */
export async function giveDays(
  app: App,
  { workspaceId: sellerId, actor }: Caller,
  customerId: number,
  days: number,
): Promise<void> {
  await app.database.transaction(async (tx) => {
    const { subscription, plan } = await lockSubscription(tx, customerId);
    if (subscription.sellerId !== sellerId) throw new AppError('not_found', texts.noCustomer);
    const gift = { ...plan, days };
    const endsAt = extendTerm({ plan, endsAt: subscription.endsAt }, gift, app.clock.now());
    await writeTerm(app, tx, subscription, { code: plan.code, endsAt, stars: 0, actor });
  });
}

/** Keeps the term of a workspace from changing until the transaction ends. */
export async function lockSubscription(tx: Db, workspaceId: number) {
  await tx
    .select({ id: subscriptions.workspaceId })
    .from(subscriptions)
    .where(eq(subscriptions.workspaceId, workspaceId))
    .for('update');
  return findSubscription(tx, workspaceId);
}

async function writeTerm(
  app: App,
  tx: Db,
  { workspaceId, sellerId }: Subscription,
  to: { code: string; endsAt: Date; stars: number; actor: Actor },
): Promise<void> {
  await tx
    .update(subscriptions)
    .set({ plan: to.code, endsAt: to.endsAt, endedAt: null })
    .where(eq(subscriptions.workspaceId, workspaceId));
  const data = { plan: to.code, stars: to.stars, ends_at: to.endsAt.toISOString() };
  const event = { type: 'subscription.extended', at: app.clock.now(), actor: to.actor };
  const toSeller = { ...data, customer_workspace_id: workspaceId };
  await recordEvents(tx, [
    { ...event, workspaceId, data },
    { ...event, workspaceId: sellerId, data: toSeller },
  ]);
}
