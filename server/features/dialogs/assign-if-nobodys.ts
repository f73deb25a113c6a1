import { eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { dialogs } from '../messages/tables.ts';
import type { Dialog } from './find-dialog.ts';

/** Makes the operator who does something in a dialog responsible for it, unless somebody is. */
export async function assignIfNobodys(
  app: App,
  tx: Db,
  dialog: Dialog,
  actor: Actor,
): Promise<void> {
  const { id, workspaceId, number, senderId, contactId, assignedOperatorId } = dialog;
  if (actor.kind !== 'operator' || actor.id === undefined || assignedOperatorId !== null) return;
  await tx.update(dialogs).set({ assignedOperatorId: actor.id }).where(eq(dialogs.id, id));
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'dialog.assigned',
      at: app.clock.now(),
      actor,
      senderId,
      contactId,
      data: { dialog: number, operator_id: actor.id },
    },
  ]);
}
