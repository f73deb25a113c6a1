import { and, eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import type { Verdict } from '../assistant/judge/verdict.ts';
import { liftDoNotContact } from '../contacts/do-not-contact.ts';
import { contacts } from '../contacts/tables.ts';
import { reopenDialogs } from '../messages/reopen-dialogs.ts';
import { handOver } from './end-dialog.ts';
import { lockDialog } from './find-dialog.ts';
import { judgements } from './tables.ts';
import { texts } from './texts.ts';

/**
 * An operator corrects a verdict, for a reason that is kept. A refusal that was none no longer stops
 * us; the dialog waits for a person, and its script doesn't go on by itself.
 * @returns whether a stop was lifted
 * @throws AppError not_found
 */
export async function correctJudgement(
  app: App,
  caller: Caller,
  judgementId: number,
  { verdict, because }: { verdict: Verdict; because: string },
): Promise<boolean> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const isThis = and(eq(judgements.workspaceId, workspaceId), eq(judgements.id, judgementId));
    const [judgement] = await tx.select().from(judgements).where(isThis);
    if (!judgement) throw new AppError('not_found', texts.judgementNotFound);
    const dialog = await lockDialog(tx, judgement.dialogId);
    await tx
      .update(judgements)
      .set({ correctedTo: verdict, correctedAt: app.clock.now() })
      .where(isThis);
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'dialog.verdict_corrected',
        at: app.clock.now(),
        actor,
        senderId: dialog.senderId,
        contactId: dialog.contactId,
        messageId: judgement.messageId,
        data: { dialog: dialog.number, from: judgement.verdict, to: verdict, because },
      },
    ]);
    if (judgement.decision !== 'stop' || verdict === 'refusal') return false;
    const [contact] = await tx.select().from(contacts).where(eq(contacts.id, dialog.contactId));
    if (!contact) return false;
    const { id: contactId, telegramId, username, phone } = contact;
    const lifted = await liftDoNotContact(
      app,
      tx,
      workspaceId,
      { contactId, telegramId, username, phone },
      { because, actor },
    );
    await reopenDialogs(tx, workspaceId, contactId);
    await handOver(app, tx, dialog.id, 'asked_by_operator', actor);
    return lifted;
  });
}
