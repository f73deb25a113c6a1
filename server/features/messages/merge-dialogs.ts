import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';

/** Two contacts became one: their dialogs with the same sender become one, the others move over. */
export async function mergeDialogs(
  _app: App,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    update messages m set dialog_id = keeper.id
    from dialogs loser
    join dialogs keeper on keeper.workspace_id = loser.workspace_id
      and keeper.sender_id = loser.sender_id and keeper.contact_id = ${keeperId}
    where loser.workspace_id = ${workspaceId} and loser.contact_id = ${loserId}
      and m.workspace_id = loser.workspace_id and m.dialog_id = loser.id`);
  await tx.execute(sql`
    update judgements j set dialog_id = keeper.id
    from dialogs loser
    join dialogs keeper on keeper.workspace_id = loser.workspace_id
      and keeper.sender_id = loser.sender_id and keeper.contact_id = ${keeperId}
    where loser.workspace_id = ${workspaceId} and loser.contact_id = ${loserId}
      and j.workspace_id = loser.workspace_id and j.dialog_id = loser.id`);
  // Of two states the one that asks for more care holds: a stop, then a person who waits.
  await tx.execute(sql`
    update dialogs keeper set
      first_out_at = least(keeper.first_out_at, loser.first_out_at),
      last_out_at = greatest(keeper.last_out_at, loser.last_out_at),
      first_in_at = least(keeper.first_in_at, loser.first_in_at),
      last_in_at = greatest(keeper.last_in_at, loser.last_in_at),
      lost_because = coalesce(keeper.lost_because, loser.lost_because),
      status = case
        when 'stopped' in (keeper.status, loser.status) then 'stopped'
        when 'waiting' in (keeper.status, loser.status) then 'waiting'
        when 'active' in (keeper.status, loser.status) then 'active'
        else keeper.status end,
      is_automatic = (keeper.is_automatic or loser.is_automatic)
        and 'stopped' not in (keeper.status, loser.status),
      taken_over_at = greatest(keeper.taken_over_at, loser.taken_over_at),
      waiting_because = coalesce(keeper.waiting_because, loser.waiting_because),
      waiting_since = least(keeper.waiting_since, loser.waiting_since),
      assigned_operator_id = coalesce(keeper.assigned_operator_id, loser.assigned_operator_id),
      snoozed_until = greatest(keeper.snoozed_until, loser.snoozed_until),
      snooze_note = coalesce(keeper.snooze_note, loser.snooze_note),
      role_id = coalesce(keeper.role_id, loser.role_id),
      notes = concat_ws(E'\\n', nullif(keeper.notes, ''), nullif(loser.notes, '')),
      judged_to = greatest(keeper.judged_to, loser.judged_to),
      judge_at = least(keeper.judge_at, loser.judge_at),
      answer_at = least(keeper.answer_at, loser.answer_at)
    from dialogs loser
    where loser.workspace_id = ${workspaceId} and loser.contact_id = ${loserId}
      and keeper.workspace_id = loser.workspace_id and keeper.sender_id = loser.sender_id
      and keeper.contact_id = ${keeperId}`);
  await tx.execute(sql`
    delete from dialogs loser using dialogs keeper
    where loser.workspace_id = ${workspaceId} and loser.contact_id = ${loserId}
      and keeper.workspace_id = loser.workspace_id and keeper.sender_id = loser.sender_id
      and keeper.contact_id = ${keeperId}`);
  await tx.execute(sql`
    update dialogs set contact_id = ${keeperId}
    where workspace_id = ${workspaceId} and contact_id = ${loserId}`);
  await tx.execute(sql`
    update messages set contact_id = ${keeperId}
    where workspace_id = ${workspaceId} and contact_id = ${loserId}`);
}

/** A deleted account is back under another row: its dialogs and messages go on with it. */
export async function returnDialogs(
  tx: Db,
  { workspaceId, formerId, senderId }: { workspaceId: number; formerId: number; senderId: number },
): Promise<void> {
  for (const table of [sql`dialogs`, sql`messages`]) {
    await tx.execute(sql`
      update ${table} set sender_id = ${senderId}
      where workspace_id = ${workspaceId} and sender_id = ${formerId}`);
  }
}
