import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';

/** Two contacts became one: their dialogs with the same sender become one, the others move over. */
export async function mergeDialogs(
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
    update dialogs keeper set
      first_out_at = least(keeper.first_out_at, loser.first_out_at),
      last_out_at = greatest(keeper.last_out_at, loser.last_out_at),
      last_in_at = greatest(keeper.last_in_at, loser.last_in_at),
      lost_because = coalesce(keeper.lost_because, loser.lost_because),
      status = case when loser.status = 'stopped' then 'stopped' else keeper.status end
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
