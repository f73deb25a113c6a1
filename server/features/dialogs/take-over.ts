import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { dialogs } from '../messages/tables.ts';
import { assignIfNobodys } from './assign-if-nobodys.ts';
import { cancelQueued } from './end-dialog.ts';
import { readDialog } from './find-dialog.ts';

/**
 * A person of the team has written in a dialog: from now on it is theirs. What its script or a model
 * was about to say is not said.
 */
export async function takeOver(
  app: App,
  tx: Db,
  dialogId: number,
  actor: Actor,
  by: 'operator' | 'app',
): Promise<void> {
  const before = await readDialog(tx, dialogId);
  const now = app.clock.now();
  const hasEnded = before.status !== 'active' && before.status !== 'waiting';
  await tx
    .update(dialogs)
    .set({
      takenOverAt: now,
      isAutomatic: false,
      waitingBecause: null,
      waitingSince: null,
      answerAt: null,
      ...(!hasEnded && { status: 'active' }),
    })
    .where(eq(dialogs.id, dialogId));
  await cancelQueued(app, tx, [dialogId], 'handed_over');
  await assignIfNobodys(app, tx, before, actor);
  await tx.execute(sql`update dialogs set judge_at = null where id = ${dialogId}`);
  if (before.takenOverAt) return;
  await recordEvents(tx, [
    {
      workspaceId: before.workspaceId,
      type: 'dialog.taken_over',
      at: now,
      actor,
      senderId: before.senderId,
      contactId: before.contactId,
      data: { dialog: before.number, by },
    },
  ]);
}
