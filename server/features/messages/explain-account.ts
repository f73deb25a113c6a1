import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { accountWhyAnswer } from '../../../contract/messages.ts';
import { localDay, nextLocalDay } from '../../base/days.ts';
import { at } from '../../base/db/columns.ts';
import { bool, int, nullable, oneOf, selectRow, selectRows, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { accountKey, dailyLimit } from '../accounts/account.ts';
import { chooseProxy } from '../accounts/choose-proxy.ts';
import type { Account } from '../accounts/tables.ts';
import { senderDays } from '../senders/tables.ts';
import { readSettings } from '../workspace/settings.ts';
import { answerForAccount, judge, judgeLanes } from './account-why.ts';
import { factsOf, readCandidates, type SenderState, senderFactsOf } from './gate-facts.ts';
import { theseMessages } from './lock-queued.ts';
import type { Lane } from './message.ts';

/** Beyond that a queue is just long. */
const COUNTED_AT_MOST = 10_000;

export type AccountWhy = Omit<z.output<typeof accountWhyAnswer>, 'success'>;

/**
 * Why an account isn't sending right now: the rules of the gate, asked with the facts of this
 * moment, about the account and about what stands at the head of its queues.
 */
export async function explainAccount(
  app: App,
  account: Account,
  language: Language,
): Promise<AccountWhy> {
  const now = app.clock.now();
  const state = await readState(app, account, now);
  const facts = senderFactsOf(state);
  const lanes = judgeLanes(facts, now);
  const [queue, heads] = [await countQueue(app, account, now), await readHeads(app, account, now)];
  const { timeZone } = facts;
  const { isHeld } = state;
  const { sends, why } = answerForAccount(
    {
      connection: account.connection,
      isHeld,
      heads,
      onTheirWay: queue.onTheirWay,
      lanes,
      timeZone,
    },
    now,
  );
  const { limits, warmupDay, sentToday, answersToday, freeAt } = facts.sender;
  const proxy = account.proxyHost && account.proxyPort ? account.proxyHost : undefined;
  return {
    account_id: accountKey(account.number),
    sends,
    why: why[language],
    may_send: [...lanes].map(([kind, verdict]) => ({
      kind,
      allowed: verdict.allowed,
      reason: verdict.reason,
      message: verdict.text[language],
      until: verdict.until?.toISOString() ?? null,
    })),
    status: account.status,
    status_until: account.statusUntil?.toISOString() ?? null,
    connection: account.connection,
    is_held: isHeld,
    uses_proxy:
      chooseProxy<unknown>({ useProxy: account.useProxy, proxy }, state.settings) !== undefined,
    sent_today: sentToday,
    answers_today: answersToday,
    max_daily_messages: limits.maxDailyMessages,
    max_daily_answers: limits.maxDailyAnswers,
    daily_limit: dailyLimit({ status: account.status, warmupDay }, limits),
    next_unprompted_at: freeAt && freeAt > now ? freeAt.toISOString() : null,
    queue: {
      waiting: Math.min(queue.waiting, COUNTED_AT_MOST),
      waiting_is_more: queue.waiting > COUNTED_AT_MOST,
      due: Math.min(queue.due, COUNTED_AT_MOST),
      on_their_way: queue.onTheirWay,
      heads: heads.map((head) => ({
        kind: head.lane,
        id: head.id,
        due_at: head.dueAt.toISOString(),
        why: head.verdict.text[language],
        recorded_at: head.recordedAt?.toISOString() ?? null,
      })),
    },
  };
}

async function readState(
  app: App,
  account: Account,
  now: Date,
): Promise<SenderState & { isHeld: boolean }> {
  const settings = await readSettings(app, account.workspaceId);
  const today = localDay(now, settings.timeZone);
  // Leases live by the database's clock, which all processes share.
  const sender = await selectRow(
    app.db,
    { freeAt: nullable(time), isRemoved: bool, isHeld: bool },
    sql`
      select s.free_at as "freeAt", s.removed_at is not null as "isRemoved",
        coalesce(w.expires_at > now(), false) as "isHeld"
      from senders s left join workers w on w.id = s.worker_id
      where s.workspace_id = ${account.workspaceId} and s.id = ${account.id}`,
  );
  if (!sender) throw new Error('an account that is no sender');
  const [day] = await app.db
    .select({ sent: senderDays.sent, answers: senderDays.answers })
    .from(senderDays)
    .where(and(eq(senderDays.senderId, account.id), eq(senderDays.day, today)));
  return {
    ...account,
    ...sender,
    businessMayReply: null,
    sentToday: day?.sent ?? 0,
    answersToday: day?.answers ?? 0,
    settings,
    today,
    tomorrow: nextLocalDay(now, settings.timeZone),
  };
}

async function countQueue(app: App, { id }: Account, now: Date) {
  const counted = await selectRow(
    app.db,
    { waiting: int, due: int, onTheirWay: int },
    sql`
      select count(*) as waiting, count(*) filter (where q.due_at <= ${at(now)}) as due,
        (select count(*) from messages f where f.sender_id = ${id} and f.status = 'sending')
          as "onTheirWay"
      from (
        select m.due_at from messages m
        where m.sender_id = ${id} and m.status = 'queued' limit ${COUNTED_AT_MOST + 1}) q`,
  );
  if (!counted) throw new Error('a count gave no row');
  return counted;
}

/** What stands at the head of each queue, the most urgent queue first, and what the gate says. */
async function readHeads(app: App, { id, workspaceId }: Account, now: Date) {
  const rows = await selectRows(
    app.db,
    { id: int, lane: oneOf<Lane>(), recordedAt: nullable(time) },
    sql`
      select h.id, lanes.lane, d.at as "recordedAt"
      from (values ('answer', 1), ('next', 2), ('first', 3)) lanes(lane, place)
      cross join lateral (
        select m.id from messages m
        where m.sender_id = ${id} and m.status = 'queued' and m.lane = lanes.lane
        order by m.due_at, m.id limit 1) h
      left join lateral (
        select g.at from gate_decisions g
        where g.workspace_id = ${workspaceId} and g.message_id = h.id
        order by g.id desc limit 1) d on true
      order by lanes.place`,
  );
  if (rows.length === 0) return [];
  const found = await readCandidates(app, app.db, theseMessages(rows.map((row) => row.id)));
  const byId = new Map(found.map((candidate) => [candidate.id, candidate]));
  return rows.flatMap((row) => {
    const candidate = byId.get(row.id);
    if (!candidate) return [];
    return [{ ...row, dueAt: candidate.dueAt, verdict: judge(factsOf(candidate), now) }];
  });
}
