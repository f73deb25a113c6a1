import { sql } from 'drizzle-orm';
import type { OutgoingType } from '../../../contract/messages.ts';
import { newRandomId } from '../../base/crypto.ts';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { ChatAddress } from '../../edges/telegram-account/port.ts';
import { laneOf, OUTBOX_CHANNEL } from './message.ts';
import { dialogKey, openDialogs } from './open-dialogs.ts';

/** A message somebody wants to be sent. */
export type NewMessage = {
  senderId: number;
  contactId: number;
  type: OutgoingType;
  content: string;
  mediaId: number | null;
  /** Of what invites, by adding or by a link: where to. Who is there already is not invited. */
  chat?: ChatAddress | undefined;
  origin: string;
  originId?: number | undefined;
  /** The message of the person that this one answers. */
  answersId?: number | undefined;
  dueAt?: Date | undefined;
  /** Set by callers who wait: afterwards the message may not leave. */
  decideBy?: Date | undefined;
  keepsQuietHours: boolean;
  idempotencyKey?: string | undefined;
  requestHash?: Uint8Array | undefined;
};

/** An answer doesn't come in the same instant: one to two seconds. */
const ANSWER_PAUSE_MS = 1_000;

/**
 * Puts messages into the outbox; whether and when they leave is the gate's decision. Their contacts
 * must be locked by the transaction, so that the choice of the sender holds.
 * @returns the ids in the order of the messages
 */
export async function enqueueMessages(
  app: App,
  tx: Db,
  workspaceId: number,
  wanted: readonly NewMessage[],
): Promise<number[]> {
  if (wanted.length === 0) return [];
  const now = app.clock.now();
  const dialogs = await openDialogs(app, tx, workspaceId, wanted);
  const rows = wanted.map((m, place) => {
    const dialog = dialogs.get(dialogKey(m));
    if (!dialog) throw new Error('a message without a dialog');
    const lane = laneOf({ ...dialog, type: m.type }, now);
    const pause = lane === 'answer' ? ANSWER_PAUSE_MS * (1 + app.random()) : 0;
    const earliest = Math.max(now.getTime() + pause, m.dueAt?.getTime() ?? 0);
    const dueAt = new Date(Math.max(earliest, (dialog.lastDueAt?.getTime() ?? 0) + 1));
    dialog.lastDueAt = dueAt;
    return {
      place,
      dialog_id: dialog.id,
      sender_id: m.senderId,
      contact_id: m.contactId,
      type: m.type,
      content: m.content,
      media_id: m.mediaId,
      chat: m.chat ?? null,
      lane,
      random_id: newRandomId(),
      due_at: dueAt.toISOString(),
      decide_by: m.decideBy?.toISOString() ?? null,
      keeps_quiet_hours: m.keepsQuietHours,
      origin: m.origin,
      origin_id: m.originId ?? null,
      answers_id: m.answersId ?? null,
      idempotency_key: m.idempotencyKey ?? null,
      request_hash: m.requestHash ? Buffer.from(m.requestHash).toString('hex') : null,
    };
  });
  const inserted = await selectRows(
    tx,
    { id: int },
    sql`
      insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
        content, media_id, chat, created_at, status, lane, random_id, due_at, decide_by,
        keeps_quiet_hours, origin, origin_id, answers_id, idempotency_key, request_hash)
      select ${workspaceId}, dialog_id, sender_id, contact_id, 'out', type, content, media_id,
        chat, ${at(now)}, 'queued', lane, random_id, due_at, decide_by, keeps_quiet_hours, origin,
        origin_id, answers_id, idempotency_key, decode(request_hash, 'hex')
      from jsonb_to_recordset(${jsonRows(rows)}) as r(place int, dialog_id bigint,
        sender_id bigint, contact_id bigint, type text, content text, media_id bigint, chat jsonb, lane text,
        random_id bigint, due_at timestamptz, decide_by timestamptz, keeps_quiet_hours boolean,
        origin text, origin_id bigint, answers_id bigint, idempotency_key text, request_hash text)
      order by place
      returning id`,
  );
  await wakeOutbox(tx, wanted);
  return inserted.map((row) => row.id);
}

async function wakeOutbox(tx: Db, wanted: readonly Pick<NewMessage, 'senderId'>[]): Promise<void> {
  for (const senderId of new Set(wanted.map((m) => m.senderId)))
    await tx.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, ${String(senderId)})`);
}
