import { sql } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { bool, int, nullable, selectRows, text, time } from '../../base/db/rows.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { readSettings } from '../workspace/settings.ts';
import { type MessageError, SETTLED_CHANNEL } from './message.ts';

export type Success = {
  messageId: number;
  /** The lease under which it was sent: another one's outcome isn't ours to write. */
  fence: number;
  /** null: an invite, which has none. */
  telegramId: number | null;
  sentAt: Date;
  proxyUsed: boolean;
};

export type Failure = {
  messageId: number;
  from: 'queued' | 'sending';
  fence?: number;
  to: 'failed' | 'cancelled' | 'unconfirmed';
  error: MessageError;
  /** The person can't be reached any more: the dialog failed with it. */
  lostBecause?: string;
};

const settledColumns = {
  id: int,
  workspaceId: int,
  senderId: int,
  contactId: int,
  dialogId: int,
  isWaitedFor: bool,
  lane: nullable(text),
  passedAt: nullable(time),
};

/** Writes that messages were sent: their rows, dialogs, accounts and events, all at once. */
export async function writeSuccesses(app: App, tx: Db, sent: readonly Success[]): Promise<void> {
  if (sent.length === 0) return;
  const now = app.clock.now();
  const rows = sent.map((s) => ({
    id: s.messageId,
    fence: s.fence,
    telegram_id: s.telegramId,
    sent_at: s.sentAt.toISOString(),
    proxy_used: s.proxyUsed,
  }));
  const settled = await selectRows(
    tx,
    settledColumns,
    sql`
      update messages m set status = 'sent', telegram_id = r.telegram_id, sent_at = r.sent_at,
        proxy_used = r.proxy_used, error = null
      from jsonb_to_recordset(${jsonRows(rows)})
        as r(id bigint, fence bigint, telegram_id int, sent_at timestamptz, proxy_used boolean)
      where m.id = r.id and m.status = 'sending' and m.fence = r.fence
      returning ${returned}`,
  );
  if (settled.length === 0) return;
  const ids = jsonRows(settled.map((s) => s.id));
  await tx.execute(sql`
    update dialogs d set first_out_at = coalesce(d.first_out_at, m.sent_at), last_out_at = m.sent_at,
      lost_because = null
    from (select dialog_id, max(sent_at) as sent_at from messages
      where id in (select value::bigint from jsonb_array_elements(${ids})) group by dialog_id) m
    where d.id = m.dialog_id`);
  await tx.execute(sql`
    update accounts a set total_sent = a.total_sent + m.sent, last_used_at = ${at(now)}
    from (select sender_id, count(*) as sent from messages
      where id in (select value::bigint from jsonb_array_elements(${ids})) group by sender_id) m
    where a.id = m.sender_id`);
  await recordEvents(
    tx,
    settled.map((s) => ({
      workspaceId: s.workspaceId,
      type: 'message.sent',
      at: now,
      senderId: s.senderId,
      contactId: s.contactId,
      messageId: s.id,
    })),
  );
  await announce(tx, settled);
}

/**
 * Writes that messages will not be sent, and gives back what had been reserved for them; or that
 * nobody will learn whether they arrived.
 */
export async function writeFailures(app: App, tx: Db, failed: readonly Failure[]): Promise<void> {
  if (failed.length === 0) return;
  const now = app.clock.now();
  const rows = failed.map((f) => ({
    id: f.messageId,
    was: f.from,
    fence: f.fence ?? null,
    status: f.to,
    error: f.error,
  }));
  const settled = await selectRows(
    tx,
    settledColumns,
    sql`
      update messages m set status = r.status, error = r.error
      from jsonb_to_recordset(${jsonRows(rows)})
        as r(id bigint, was text, fence bigint, status text, error jsonb)
      where m.id = r.id and m.status = r.was and (r.fence is null or m.fence = r.fence)
      returning ${returned}`,
  );
  if (settled.length === 0) return;
  const byId = new Map(failed.map((f) => [f.messageId, f]));
  const mayHaveArrived = (id: number) => byId.get(id)?.to === 'unconfirmed';
  await giveBackQuota(
    app,
    tx,
    settled.filter(({ id }) => !mayHaveArrived(id)),
  );
  const lost = settled.flatMap(({ id, dialogId }) => {
    const because = byId.get(id)?.lostBecause;
    return because ? [{ id: dialogId, because }] : [];
  });
  if (lost.length > 0) {
    await tx.execute(sql`
      update dialogs d set lost_because = r.because, status = 'failed'
      from jsonb_to_recordset(${jsonRows(lost)}) as r(id bigint, because text) where d.id = r.id`);
  }
  await recordEvents(
    tx,
    settled.map((s) => {
      const failure = byId.get(s.id);
      return {
        workspaceId: s.workspaceId,
        type: `message.${failure?.to ?? 'failed'}`,
        at: now,
        senderId: s.senderId,
        contactId: s.contactId,
        messageId: s.id,
        data: { error: failure?.error.code, reason: failure?.error.reason },
      };
    }),
  );
  await announce(tx, settled);
}

const returned = sql`m.id, m.workspace_id as "workspaceId", m.sender_id as "senderId",
  m.contact_id as "contactId", m.dialog_id as "dialogId",
  m.decide_by is not null as "isWaitedFor", m.lane, m.passed_at as "passedAt"`;

type Settled = {
  id: number;
  workspaceId: number;
  senderId: number;
  lane: string | null;
  passedAt: Date | null;
  isWaitedFor: boolean;
};

/** A message that didn't leave doesn't count as one of its day. */
async function giveBackQuota(app: App, tx: Db, settled: readonly Settled[]): Promise<void> {
  const reserved = settled.filter((s) => s.passedAt);
  // The gate takes them in this order too, or the two might wait for each other.
  reserved.sort((a, b) => a.senderId - b.senderId || timeOf(a) - timeOf(b));
  for (const { workspaceId, senderId, lane, passedAt } of reserved) {
    const { timeZone } = await readSettings(app, workspaceId, tx);
    const day = localDay(passedAt ?? app.clock.now(), timeZone);
    await tx.execute(sql`
      update sender_days set sent = greatest(sent - 1, 0),
        first = greatest(first - ${lane === 'first' ? 1 : 0}, 0),
        answers = greatest(answers - ${lane === 'answer' ? 1 : 0}, 0)
      where sender_id = ${senderId} and day = ${day}::date`);
  }
}

const timeOf = ({ passedAt }: Settled) => passedAt?.getTime() ?? 0;

/** Gives back what one message on its way had reserved; the message itself is left as it is. */
export async function giveBack(app: App, tx: Db, messageId: number, fence: number): Promise<void> {
  const reserved = await selectRows(
    tx,
    settledColumns,
    sql`select ${returned} from messages m
        where m.id = ${messageId} and m.status = 'sending' and m.fence = ${fence} for update`,
  );
  await giveBackQuota(app, tx, reserved);
}

/** Wakes those who wait; a notification carries at most 8,000 bytes, so a few hundred ids each. */
async function announce(tx: Db, settled: readonly Settled[]): Promise<void> {
  const waited = settled.filter((s) => s.isWaitedFor).map((s) => s.id);
  for (let i = 0; i < waited.length; i += 300) {
    const ids = waited.slice(i, i + 300).join(',');
    await tx.execute(sql`select pg_notify(${SETTLED_CHANNEL}, ${ids})`);
  }
}
