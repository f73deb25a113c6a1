import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, nullable, selectRows, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { nextNumbers } from '../workspace/next-number.ts';

type Pair = { senderId: number; contactId: number };

export type OpenDialog = Pair & {
  id: number;
  lastInAt: Date | null;
  firstOutAt: Date | null;
  /** When the last of its messages that haven't left yet is due. */
  lastDueAt: Date | null;
};

/** By which a dialog is found in what `openDialogs` gives. */
export const dialogKey = ({ senderId, contactId }: Pair) => `${senderId} ${contactId}`;

/** The dialogs of these senders with these people, made where there are none. */
export async function openDialogs(
  app: App,
  tx: Db,
  workspaceId: number,
  wanted: readonly Pair[],
): Promise<Map<string, OpenDialog>> {
  const pairs = new Map(wanted.map((pair) => [dialogKey(pair), pair]));
  const known = await readDialogs(tx, workspaceId, [...pairs.values()]);
  const missing = [...pairs].flatMap(([key, pair]) => (known.has(key) ? [] : [pair]));
  if (missing.length === 0) return known;
  const firstNumber = await nextNumbers(tx, workspaceId, 'dialog', missing.length);
  const made = missing.map(({ senderId, contactId }, i) => ({
    sender_id: senderId,
    contact_id: contactId,
    number: firstNumber + i,
  }));
  await tx.execute(sql`
    insert into dialogs (workspace_id, number, sender_id, contact_id, created_at)
    select ${workspaceId}, number, sender_id, contact_id, ${at(app.clock.now())}
    from jsonb_to_recordset(${jsonRows(made)}) as r(number int, sender_id bigint, contact_id bigint)
    on conflict (workspace_id, sender_id, contact_id) do nothing`);
  return readDialogs(tx, workspaceId, [...pairs.values()]);
}

async function readDialogs(
  tx: Db,
  workspaceId: number,
  pairs: readonly Pair[],
): Promise<Map<string, OpenDialog>> {
  const wanted = pairs.map((p) => ({ sender_id: p.senderId, contact_id: p.contactId }));
  const rows = await selectRows(
    tx,
    {
      id: int,
      senderId: int,
      contactId: int,
      lastInAt: nullable(time),
      firstOutAt: nullable(time),
      lastDueAt: nullable(time),
    },
    sql`
      select d.id, d.sender_id as "senderId", d.contact_id as "contactId",
        d.last_in_at as "lastInAt", d.first_out_at as "firstOutAt",
        (select max(m.due_at) from messages m
          where m.workspace_id = d.workspace_id and m.contact_id = d.contact_id
            and m.dialog_id = d.id and m.status in ('queued', 'sending')) as "lastDueAt"
      from jsonb_to_recordset(${jsonRows(wanted)}) as w(sender_id bigint, contact_id bigint)
      join dialogs d on d.workspace_id = ${workspaceId} and d.sender_id = w.sender_id
        and d.contact_id = w.contact_id`,
  );
  return new Map(rows.map((d) => [dialogKey(d), d]));
}
