import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';

/**
 * A person is erased: what they wrote, what was written to them and that it was they, goes. What
 * the calls took stays.
 */
export async function eraseAnswers(
  tx: Db,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<void> {
  await tx.execute(sql`
    update ai_answers set
      prompt = null, text = null, is_erased = true,
      contact_id = null, dialog_id = null, message_id = null, sent_message_id = null,
      status = case when status in ('draft', 'approved') then 'discarded' else status end
    where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
}

/** Two contacts became one: the answers go where their messages and dialogs went. */
export async function moveAnswers(
  _app: App,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    update ai_answers a set
      contact_id = ${keeperId},
      dialog_id = coalesce(
        (select m.dialog_id from messages m
          where m.workspace_id = a.workspace_id and m.id = a.message_id),
        (select d.id from dialogs d
          where d.workspace_id = a.workspace_id and d.id = a.dialog_id))
    where a.workspace_id = ${workspaceId} and a.contact_id = ${loserId}`);
}
