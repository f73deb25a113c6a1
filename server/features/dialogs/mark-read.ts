import { and, eq, inArray, sql } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { findDialog } from './find-dialog.ts';
import { dialogReads } from './tables.ts';

/**
 * An operator has looked at a dialog up to a message. What was read stays read.
 * @throws AppError not_found
 */
export async function markRead(
  app: App,
  { workspaceId, operatorId }: { workspaceId: number; operatorId: number },
  number: number,
  messageId: number,
): Promise<void> {
  const { id: dialogId } = await findDialog(app.db, workspaceId, number);
  await app.db
    .insert(dialogReads)
    .values({ workspaceId, operatorId, dialogId, messageId })
    .onConflictDoUpdate({
      target: [dialogReads.operatorId, dialogReads.dialogId],
      set: { messageId: sql`greatest(${dialogReads.messageId}, excluded.message_id)` },
    });
}

/** Up to which message an operator has read each of these dialogs; those never opened are left out. */
export async function listReads(
  app: App,
  operatorId: number,
  dialogIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await app.db
    .select({ dialogId: dialogReads.dialogId, messageId: dialogReads.messageId })
    .from(dialogReads)
    .where(
      and(eq(dialogReads.operatorId, operatorId), inArray(dialogReads.dialogId, [...dialogIds])),
    );
  return new Map(rows.map((row) => [row.dialogId, row.messageId]));
}
