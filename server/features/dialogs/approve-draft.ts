import { sql } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { approveAnswer, markSent } from '../assistant/change-answer.ts';
import { lockDialog } from './find-dialog.ts';
import { say } from './reply-in-dialog.ts';
import { texts } from './texts.ts';

/**
 * An operator lets a draft of the AI go, as it is or in their own words; the script may then go on.
 * @returns the id of the message
 * @throws AppError not_found, conflict
 */
export async function approveDraft(
  app: App,
  caller: Caller,
  answerId: number,
  text: string | undefined,
): Promise<number> {
  return app.database.transaction(async (tx) => {
    const answer = await approveAnswer(app, tx, caller, answerId);
    if (answer.dialogId === null || answer.text === null)
      throw new AppError('not_found', texts.draftForNobody);
    for (const step of app.extensions.dialogResuming)
      await step(app, tx, answer.dialogId, caller.actor);
    const dialog = await lockDialog(tx, answer.dialogId);
    const sentId = await say(app, tx, dialog, {
      type: 'text',
      content: text ?? answer.text,
      mediaId: null,
      origin: 'ai',
      originId: answerId,
    });
    await markSent(app, tx, caller, answerId, sentId);
    await tx.execute(sql`
      update dialogs set status = 'active', waiting_because = null, waiting_since = null
      where id = ${dialog.id} and status = 'waiting' and waiting_because = 'draft'`);
    return sentId;
  });
}
