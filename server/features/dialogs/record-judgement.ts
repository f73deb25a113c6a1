import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Verdict } from '../assistant/judge/verdict.ts';
import type { StateRow } from './read-states.ts';
import { judgements } from './tables.ts';

/** Keeps what was made of a reply, and that everything up to it has been judged. */
export async function recordJudgement(
  app: App,
  tx: Db,
  dialog: Pick<StateRow, 'id' | 'workspaceId' | 'number' | 'senderId' | 'contactId'>,
  judged: { messageId: number; verdict: Verdict; cause: string; decision: string },
): Promise<void> {
  const { workspaceId, id: dialogId } = dialog;
  const now = app.clock.now();
  await tx.insert(judgements).values({ workspaceId, dialogId, at: now, ...judged });
  await tx.execute(sql`
    update dialogs set judged_to = greatest(judged_to, ${judged.messageId}),
      judge_at = case when exists (select from messages m
          where m.workspace_id = dialogs.workspace_id and m.dialog_id = dialogs.id
            and m.id > ${judged.messageId} and m.direction = 'in')
        then judge_at end
    where id = ${dialogId}`);
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'dialog.judged',
      at: now,
      senderId: dialog.senderId,
      contactId: dialog.contactId,
      messageId: judged.messageId,
      data: {
        dialog: dialog.number,
        verdict: judged.verdict,
        cause: judged.cause,
        decision: judged.decision,
      },
    },
  ]);
}

/** Two contacts became one: verdicts go with the messages they are about. */
export async function moveJudgements(
  _app: App,
  tx: Db,
  { workspaceId, keeperId }: { workspaceId: number; keeperId: number },
): Promise<void> {
  await tx.execute(sql`
    update judgements j set dialog_id = m.dialog_id from messages m
    where m.workspace_id = ${workspaceId} and m.contact_id = ${keeperId}
      and j.workspace_id = m.workspace_id and j.message_id = m.id and j.dialog_id <> m.dialog_id`);
}
