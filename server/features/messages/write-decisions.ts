import { sql } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { Decided, Passed } from './decided.ts';
import { explainDecision } from './gate-texts.ts';
import { writeFailures } from './write-outcomes.ts';

/** A sender that is held up is looked at this often: what holds it up may be changed by hand. */
const BLOCKED_LOOK_MS = 60_000;
const BUSY_LOOK_MS = 1_000;

/** Dialogs with a message on its way: the next one waits for its outcome. */
export async function dialogsInFlight(tx: Db, senderIds: readonly number[]): Promise<Set<number>> {
  const rows = await selectRows(
    tx,
    { dialogId: int },
    sql`
      select dialog_id as "dialogId" from messages
      where status = 'sending' and sender_id in (
        select value::bigint from jsonb_array_elements_text(${JSON.stringify(senderIds)}::jsonb))`,
  );
  return new Set(rows.map((row) => row.dialogId));
}

/** Marks what passed as on its way, and takes its share of today's limits. */
export async function reserve(tx: Db, passed: readonly Passed[], now: Date): Promise<void> {
  if (passed.length === 0) return;
  const rows = passed.map(({ id, lane, fence }) => ({ id, lane, fence }));
  await tx.execute(sql`
    update messages m set status = 'sending', passed_at = ${at(now)}, lane = r.lane,
      fence = r.fence, attempts = 1, due_at = ${at(now)}
    from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, lane text, fence bigint)
    where m.id = r.id`);

  const days = new Map<number, ReturnType<typeof emptyDay>>();
  const freeAt = new Map<number, Date>();
  for (const m of passed) {
    const day = days.get(m.senderId) ?? emptyDay(m, now);
    days.set(m.senderId, day);
    day.sent += 1;
    if (m.lane === 'first') day.first += 1;
    if (m.lane === 'answer') day.answers += 1;
    else if (m.freeAt) freeAt.set(m.senderId, m.freeAt);
  }
  await tx.execute(sql`
    insert into sender_days as d (workspace_id, sender_id, day, sent, first, answers)
    select workspace_id, sender_id, day, sent, first, answers
    from jsonb_to_recordset(${jsonRows([...days.values()])})
      as r(workspace_id bigint, sender_id bigint, day date, sent int, first int, answers int)
    order by sender_id, day
    on conflict (sender_id, day) do update set sent = d.sent + excluded.sent,
      first = d.first + excluded.first, answers = d.answers + excluded.answers`);
  if (freeAt.size === 0) return;
  const pauses = [...freeAt].map(([id, until]) => ({ id, free_at: until.toISOString() }));
  await tx.execute(sql`
    update senders s set free_at = r.free_at
    from jsonb_to_recordset(${jsonRows(pauses)}) as r(id bigint, free_at timestamptz)
    where s.id = r.id`);
}

function emptyDay(m: Passed, now: Date) {
  return {
    workspace_id: m.workspaceId,
    sender_id: m.senderId,
    day: localDay(now, m.settings.timeZone),
    sent: 0,
    first: 0,
    answers: 0,
  };
}

/** What may never leave, or not in the time its caller waits, has failed. */
export async function settleRefused(
  app: App,
  tx: Db,
  refused: readonly Decided[],
  now: Date,
): Promise<void> {
  await writeFailures(
    app,
    tx,
    refused.map(({ candidate, decision }) => ({
      messageId: candidate.id,
      from: 'queued' as const,
      to: decision.reason === 'do_not_contact' ? ('cancelled' as const) : ('failed' as const),
      error: explainDecision(decision, now),
    })),
  );
}

/** Moves the due time of messages that wait for a reason of their own. */
export async function postpone(
  tx: Db,
  postponed: readonly { id: number; until: Date }[],
): Promise<void> {
  if (postponed.length === 0) return;
  const rows = postponed.map(({ id, until }) => ({ id, until: until.toISOString() }));
  await tx.execute(sql`
    update messages m set due_at = r.until
    from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, until timestamptz)
    where m.id = r.id`);
}

/** Those decisions that don't only repeat the last one of their message. */
export function freshDecisions(
  decided: readonly Decided[],
  known: ReadonlyMap<number, string>,
): Decided[] {
  return decided.filter(({ candidate, decision }) => known.get(candidate.id) !== decision.reason);
}

/** Keeps each decision, for whoever asks why. */
export async function recordDecisions(tx: Db, fresh: readonly Decided[], now: Date): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(({ candidate, decision }) => ({
    workspace_id: candidate.workspaceId,
    message_id: candidate.id,
    verdict: candidate.decideBy && decision.verdict === 'deferred' ? 'refused' : decision.verdict,
    reason: decision.reason,
    until: decision.verdict === 'deferred' ? decision.until.toISOString() : null,
  }));
  await tx.execute(sql`
    insert into gate_decisions (workspace_id, message_id, at, verdict, reason, until)
    select workspace_id, message_id, ${at(now)}, verdict, reason, until
    from jsonb_to_recordset(${jsonRows(rows)})
      as r(workspace_id bigint, message_id bigint, verdict text, reason text, until timestamptz)`);
}

/** When each of these senders may have something to send again. */
export async function nextLooks(
  tx: Db,
  senderIds: readonly number[],
  blockedUntil: ReadonlyMap<number, Date>,
  now: Date,
): Promise<Map<number, Date>> {
  const rows = await selectRows(
    tx,
    { senderId: int, dueAt: time },
    sql`
      select held.value::bigint as "senderId", min(q.due_at) as "dueAt"
      from jsonb_array_elements_text(${JSON.stringify(senderIds)}::jsonb) held
      cross join lateral (values ('answer'), ('next'), ('first')) lanes(lane)
      cross join lateral (
        select due_at from messages m
        where m.sender_id = held.value::bigint and m.status = 'queued' and m.lane = lanes.lane
        order by due_at limit 1) q
      group by 1`,
  );
  return new Map(
    rows.map(({ senderId, dueAt }) => {
      if (dueAt > now) return [senderId, dueAt];
      const blocked = blockedUntil.get(senderId);
      const pause = blocked ? blocked.getTime() - now.getTime() : BUSY_LOOK_MS;
      const ms = Math.min(Math.max(pause, 0), blocked ? BLOCKED_LOOK_MS : BUSY_LOOK_MS);
      return [senderId, new Date(now.getTime() + ms)];
    }),
  );
}
