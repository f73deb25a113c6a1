import { and, eq, sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import { int, selectRow, selectRows, text, time } from '../../base/db/rows.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import { BotError } from '../../edges/telegram-bot/port.ts';
import type { HeldBots } from '../../held-bots.ts';
import { payments } from '../workspace/tables.ts';
import { REFUNDS_CHANNEL } from './refund-payment.ts';
import { settleRefund } from './settle-refund.ts';

const LOOK_EVERY_MS = 5 * 60_000;
const BATCH = 20;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;

type Due = { id: number; sellerId: number; botId: number; payerId: number } & {
  chargeId: string;
  tries: number;
};

/**
 * Asks Telegram to give back what was said to be given back, by the bot that took it. Telegram gives
 * a charge back once and says so when it is asked again, so that after a crash in the middle it is
 * simply asked again. While it doesn't answer it is asked at least hourly and without an end: money
 * whose whereabouts nobody knows is worse than a question too many.
 */
export async function startGivingBack(app: App, bots: HeldBots): Promise<Loop> {
  const loop = startLoop({
    name: 'refunds',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive() || bots.list().length === 0) return false;
      const due = await findDue(app, bots);
      for (const refund of due) await giveBack(app, bots, refund);
      return due.length === BATCH;
    },
    nextAt: async () => (bots.list().length > 0 ? nextDue(app, bots) : undefined),
  });
  bots.onOpen(loop.wake);
  return wokenBy(app.database, REFUNDS_CHANNEL, loop);
}

const held = (bots: HeldBots) => jsonRows(bots.list().map(({ id, fence }) => ({ id, fence })));

function findDue(app: App, bots: HeldBots): Promise<Due[]> {
  return selectRows(
    app.db,
    { id: int, sellerId: int, botId: int, payerId: int, chargeId: text, tries: int },
    sql`
      select p.id, p.seller_id as "sellerId", p.bot_id as "botId", p.payer_id as "payerId",
        p.charge_id as "chargeId", p.refund_tries as tries
      from payments p
      join jsonb_to_recordset(${held(bots)}) as h(id bigint, fence bigint) on h.id = p.bot_id
      where p.refund_state = 'refunding' and p.refund_due_at <= ${at(app.clock.now())}
      order by p.refund_due_at limit ${BATCH}`,
  );
}

async function nextDue(app: App, bots: HeldBots): Promise<Date | undefined> {
  const row = await selectRow(
    app.db,
    { dueAt: time },
    sql`
      select p.refund_due_at as "dueAt" from payments p
      join jsonb_to_recordset(${held(bots)}) as h(id bigint, fence bigint) on h.id = p.bot_id
      where p.refund_state = 'refunding' order by p.refund_due_at limit 1`,
  );
  return row?.dueAt;
}

async function giveBack(app: App, bots: HeldBots, due: Due): Promise<void> {
  const bot = bots.get(due.botId);
  if (!bot) return;
  try {
    await bot.connection.refundStars(due.payerId, due.chargeId);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const { problem } = error;
    const isAnswer = problem.kind === 'refused' || problem.kind === 'blocked';
    return isAnswer ? noteRefused(app, due, problem.code) : askLater(app, due, error);
  }
  await settleRefund(app, due.id);
}

/** Telegram's no is final until somebody asks anew. */
async function noteRefused(app: App, { id, sellerId }: Due, code: string): Promise<void> {
  const problem = code.replace(/^[A-Z][a-z]+( [A-Z][a-z]+)*: /, '').slice(0, 200);
  await app.database.transaction(async (tx) => {
    const [refused] = await tx
      .update(payments)
      .set({ refundState: 'refused', refundDueAt: null, refundProblem: problem })
      .where(and(eq(payments.id, id), eq(payments.refundState, 'refunding')))
      .returning();
    if (!refused) return;
    const now = app.clock.now();
    const data = { payment_id: id, reason: problem };
    await recordEvents(tx, [
      { workspaceId: sellerId, type: 'payment.refund_refused', at: now, data },
    ]);
    await tx.execute(sql`select pg_notify(${REFUNDS_CHANNEL}, ${String(id)})`);
  });
}

async function askLater(app: App, { id, tries }: Due, { problem }: BotError): Promise<void> {
  const waitMs =
    problem.kind === 'flood_wait'
      ? problem.seconds * 1_000
      : Math.min(FIRST_RETRY_MS * 2 ** Math.min(tries, 16), LONGEST_RETRY_MS);
  await app.db
    .update(payments)
    .set({
      refundDueAt: new Date(app.clock.now().getTime() + waitMs),
      refundTries: tries + 1,
      refundProblem: problem.code.slice(0, 200),
    })
    .where(and(eq(payments.id, id), eq(payments.refundState, 'refunding')));
}
