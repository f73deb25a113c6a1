import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';

/**
 * A stop was taken back: the person's dialogs can be answered again, by people and by a model that
 * has a role there. No script goes on by itself. The contact must be locked.
 */
export async function reopenDialogs(tx: Db, workspaceId: number, contactId: number): Promise<void> {
  await tx.execute(sql`
    update dialogs set status = 'active', is_automatic = false
    where workspace_id = ${workspaceId} and contact_id = ${contactId} and status = 'stopped'`);
}
