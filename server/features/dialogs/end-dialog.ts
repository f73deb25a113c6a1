import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App, DialogEnd } from '../../context.ts';
import type { WaitingReason } from '../messages/message.ts';
import { writeFailures } from '../messages/write-outcomes.ts';
import { texts } from './texts.ts';

/** What waits in dialogs is not said any more: what their scripts and models say, or everything. */
export async function cancelQueued(
  app: App,
  tx: Db,
  dialogIds: readonly number[],
  reason: 'dialog_ended' | 'handed_over',
  what: 'automatic' | 'everything' = 'automatic',
): Promise<number> {
  const queued = await selectRows(
    tx,
    { id: int },
    // A gate that holds one of them is waited for: it may let it wait as well as let it go.
    sql`
      select m.id from messages m join dialogs d on d.id = m.dialog_id
      where d.id = any(${`{${dialogIds.join(',')}}`}::bigint[])
        and m.workspace_id = d.workspace_id and m.contact_id = d.contact_id
        and m.status = 'queued' and (${what === 'everything'} or m.origin in ('campaign', 'ai'))
      order by m.id for update of m`,
  );
  const error = { code: 'conflict' as const, reason, text: texts[reason] };
  await writeFailures(
    app,
    tx,
    queued.map(({ id }) => ({ messageId: id, from: 'queued', to: 'cancelled', error })),
  );
  return queued.length;
}

/**
 * Ends dialogs: the script says no more in them, and whoever led them hears of it.
 * @returns how many messages were cancelled
 */
export async function endDialogs(
  app: App,
  tx: Db,
  ended: readonly DialogEnd[],
  actor: Actor,
  cancels: 'automatic' | 'everything' = 'automatic',
): Promise<number> {
  if (ended.length === 0) return 0;
  const rows = ended.map((e) => ({ id: e.dialogId, status: e.status }));
  const changed = await selectRows(
    tx,
    { id: int, workspaceId: int, number: int, senderId: int, contactId: int },
    sql`
      update dialogs d set status = r.status, is_automatic = false, waiting_because = null,
        waiting_since = null, snoozed_until = null, snooze_note = null, answer_at = null
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, status text)
      where d.id = r.id
      returning d.id, d.workspace_id as "workspaceId", d.number, d.sender_id as "senderId",
        d.contact_id as "contactId"`,
  );
  const cancelled = await cancelQueued(
    app,
    tx,
    ended.map((e) => e.dialogId),
    'dialog_ended',
    cancels,
  );
  for (const step of app.extensions.dialogsEnded) await step(app, tx, ended);
  const byId = new Map(ended.map((e) => [e.dialogId, e]));
  await recordEvents(
    tx,
    changed.map((d) => ({
      workspaceId: d.workspaceId,
      type: `dialog.${byId.get(d.id)?.status ?? 'completed'}`,
      at: app.clock.now(),
      actor,
      senderId: d.senderId,
      contactId: d.contactId,
      data: { dialog: d.number, reason: byId.get(d.id)?.reason },
    })),
  );
  return cancelled;
}

/** A person is to see to the dialog: until they have, nothing is said in it by itself. */
export async function handOver(
  app: App,
  tx: Db,
  dialogId: number,
  because: WaitingReason,
  actor: Actor,
  details: Record<string, unknown> = {},
): Promise<void> {
  const now = app.clock.now();
  const [dialog] = await selectRows(
    tx,
    { workspaceId: int, number: int, senderId: int, contactId: int },
    sql`
      update dialogs set status = 'waiting', waiting_because = ${because},
        waiting_since = coalesce(waiting_since, ${at(now)}), answer_at = null
      where id = ${dialogId}
      returning workspace_id as "workspaceId", number, sender_id as "senderId",
        contact_id as "contactId"`,
  );
  if (!dialog) return;
  await cancelQueued(app, tx, [dialogId], 'handed_over');
  await recordEvents(tx, [
    {
      workspaceId: dialog.workspaceId,
      type: 'dialog.handed_over',
      at: now,
      actor,
      senderId: dialog.senderId,
      contactId: dialog.contactId,
      data: { dialog: dialog.number, because, ...details },
    },
  ]);
}
