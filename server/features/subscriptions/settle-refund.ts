import { and, desc, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { findPlan, TRIAL } from '../workspace/sold-plans.ts';
import { type Payment, payments, type SoldPlan, subscriptions } from '../workspace/tables.ts';
import { lockSubscription } from './extend-subscription.ts';
import { REFUNDS_CHANNEL } from './refund-payment.ts';
import { shortenTerm } from './term.ts';

/** A payment by Telegram's number of it; undefined: none that this bot took. */
export async function findCharge(
  db: Db,
  botId: number,
  chargeId: string,
): Promise<Payment | undefined> {
  const [payment] = await db
    .select()
    .from(payments)
    .where(and(eq(payments.chargeId, chargeId), eq(payments.botId, botId)));
  return payment;
}

/**
 * The Stars are with the customer again, whoever gave them: the days that the payment added are
 * taken back, once. The plan is that of the latest payment that stays, else the trial.
 */
export async function settleRefund(app: App, paymentId: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const [found] = await tx.select().from(payments).where(eq(payments.id, paymentId));
    if (!found) throw new Error(`there is no payment ${paymentId}`);
    const { workspaceId, sellerId } = found;
    const { subscription, plan } = await lockSubscription(tx, workspaceId);
    const now = app.clock.now();
    const [payment] = await tx
      .update(payments)
      .set({
        refundState: 'refunded',
        refundedAt: now,
        refundDueAt: null,
        refundProblem: null,
      })
      .where(and(eq(payments.id, paymentId), isNull(payments.refundedAt)))
      .returning();
    if (!payment) return;
    const left = await planLeft(tx, payment);
    const back = { code: payment.plan, days: payment.days, stars: payment.stars };
    const endsAt = shortenTerm({ plan, endsAt: subscription.endsAt }, back, left, now);
    await tx
      .update(subscriptions)
      .set({ plan: left.code, endsAt })
      .where(eq(subscriptions.workspaceId, workspaceId));
    const data = { stars: payment.stars, plan: left.code, ends_at: endsAt.toISOString() };
    const toSeller = { ...data, payment_id: paymentId, customer_workspace_id: workspaceId };
    await recordEvents(tx, [
      { workspaceId: sellerId, type: 'payment.refunded', at: now, data: toSeller },
      { workspaceId, type: 'subscription.refunded', at: now, data },
    ]);
    await tx.execute(sql`select pg_notify(${REFUNDS_CHANNEL}, ${String(paymentId)})`);
  });
}

async function planLeft(tx: Db, { id, workspaceId, sellerId }: Payment): Promise<SoldPlan> {
  const [latest] = await tx
    .select({ plan: payments.plan })
    .from(payments)
    .where(
      and(
        eq(payments.workspaceId, workspaceId),
        ne(payments.id, id),
        or(isNull(payments.refundState), ne(payments.refundState, 'refunded')),
      ),
    )
    .orderBy(desc(payments.id))
    .limit(1);
  const plan = await findPlan(tx, sellerId, latest?.plan ?? TRIAL);
  if (!plan) throw new Error('there is no plan to go back to');
  return plan;
}
