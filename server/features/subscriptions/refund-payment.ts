import { eq, sql } from 'drizzle-orm';
import { bool, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { waitUntil } from '../../base/wait-until.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type Payment, payments } from '../workspace/tables.ts';
import { texts } from './texts.ts';

/** Who gives payments back, and who waits for one, is woken on this channel. */
export const REFUNDS_CHANNEL = 'vestnik_refunds';

const WAIT_MS = 15_000;

/**
 * Gives a customer their Stars back, and waits for what Telegram says. That it was asked for is
 * stored first: whatever happens then, Telegram is asked until it answers. Asked for once more, it
 * is one refund still.
 * @returns the payment; `refunding` when Telegram hasn't answered in 15 s
 * @throws AppError not_found; conflict when it was given back already, can't be, or is refused
 */
export async function refundPayment(app: App, caller: Caller, id: number): Promise<Payment> {
  await askRefund(app, caller, id);
  const settled = await waitUntil(app.database, {
    channel: REFUNDS_CHANNEL,
    concerns: (payload) => payload === String(id),
    timeoutMs: WAIT_MS,
    check: async () => {
      const payment = await readPayment(app, id);
      return payment.refundState === 'refunding' ? undefined : payment;
    },
  });
  if (settled?.refundState === 'refused')
    throw new AppError('conflict', texts.refundRefused(settled.refundProblem ?? ''));
  return settled ?? readPayment(app, id);
}

async function askRefund(
  app: App,
  { workspaceId: sellerId, actor }: Caller,
  id: number,
): Promise<void> {
  await app.database.transaction(async (tx) => {
    const [payment] = await tx.select().from(payments).where(eq(payments.id, id)).for('update');
    if (payment?.sellerId !== sellerId) throw new AppError('not_found', texts.noPayment);
    const { workspaceId, botId, payerId, refundState, stars } = payment;
    if (refundState === 'refunding') return;
    if (refundState === 'refunded') throw new AppError('conflict', texts.refundedBefore);
    const bot = await selectRow(
      tx,
      { isThere: bool },
      sql`select (token is not null and is_enabled) as "isThere" from bots where id = ${botId}`,
    );
    if (!bot?.isThere || payerId === null) throw new AppError('conflict', texts.noBotToRefund);
    const at = app.clock.now();
    await tx
      .update(payments)
      .set({ refundState: 'refunding', refundDueAt: at, refundTries: 0, refundProblem: null })
      .where(eq(payments.id, id));
    const data = { payment_id: id, customer_workspace_id: workspaceId, stars };
    await recordEvents(tx, [
      { workspaceId: sellerId, type: 'payment.refund_asked', at, actor, data },
    ]);
    await tx.execute(sql`select pg_notify(${REFUNDS_CHANNEL}, '')`);
  });
}

async function readPayment(app: App, id: number): Promise<Payment> {
  const [payment] = await app.db.select().from(payments).where(eq(payments.id, id));
  if (!payment) throw new AppError('not_found', texts.noPayment);
  return payment;
}
