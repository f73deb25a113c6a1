import { type SQL, sql } from 'drizzle-orm';
import type { RefundState } from '../../../contract/subscriptions.ts';
import { int, nullable, oneOf, selectRows, text, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

/** What the customers of a workspace have paid, the latest first. */
export function listPayments(
  app: App,
  sellerId: number,
  { limit, beforeId }: { limit: number; beforeId: number | undefined },
) {
  const before = beforeId === undefined ? sql`` : sql`and p.id < ${beforeId}`;
  return readPayments(
    app,
    sql`p.seller_id = ${sellerId} ${before} order by p.id desc limit ${limit}`,
  );
}

/** One of them, as it is listed. */
export async function viewPayment(app: App, sellerId: number, id: number) {
  const [payment] = await readPayments(app, sql`p.seller_id = ${sellerId} and p.id = ${id}`);
  if (!payment) throw new Error(`there is no payment ${id}`);
  return payment;
}

function readPayments(app: App, which: SQL) {
  return selectRows(
    app.db,
    {
      id: int,
      workspaceId: int,
      name: text,
      plan: text,
      days: int,
      stars: int,
      paidAt: time,
      refund: nullable(oneOf<RefundState>()),
      refundProblem: nullable(text),
      refundedAt: nullable(time),
    },
    sql`
      select p.id, p.workspace_id as "workspaceId", w.name, p.plan, p.days, p.stars,
        p.paid_at as "paidAt", p.refund_state as refund, p.refund_problem as "refundProblem",
        p.refunded_at as "refundedAt"
      from payments p join workspaces w on w.id = p.workspace_id
      where ${which}`,
  );
}
