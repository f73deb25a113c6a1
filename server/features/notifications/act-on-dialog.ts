import { type SQL, sql } from 'drizzle-orm';
import { int, nullable, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { discardAnswer } from '../assistant/change-answer.ts';
import { approveDraft } from '../dialogs/approve-draft.ts';
import { type Dialog, findDialog } from '../dialogs/find-dialog.ts';
import { stopDialog, takeDialog } from '../dialogs/steer-dialog.ts';
import { operatorName } from './dialog-card.ts';
import { texts } from './texts.ts';

const ENDS = ['dialog.stopped', 'dialog.completed', 'dialog.converted'];
const SETTLED = [
  'assistant.answer_approved',
  'assistant.answer_discarded',
  'assistant.answer_sent',
];

/*
 * What an operator does to a dialog with a button of the bot's, by the same operations as in the
 * console. Each says in HTML what was done and by whom; who comes too late is told who was first.
 */

/** @throws AppError not_found */
export async function takeByButton(app: App, caller: Caller, number: number): Promise<string> {
  const { workspaceId, language } = caller;
  const before = await findDialog(app.db, workspaceId, number);
  if (hasEnded(before)) return endedAlready(app, caller, before);
  if (before.assignedOperatorId === null || before.assignedOperatorId === caller.actor.id)
    await takeDialog(app, caller, number);
  // Two may have pressed at once: the first one has it.
  const { assignedOperatorId } = await findDialog(app.db, workspaceId, number);
  const who = escapeHtml(await operatorName(app, assignedOperatorId ?? undefined, language));
  const isMine = assignedOperatorId === caller.actor.id;
  return (isMine ? texts.taken(who) : texts.takenAlready(who))[language];
}

/** @throws AppError not_found */
export async function stopByButton(app: App, caller: Caller, number: number): Promise<string> {
  const dialog = await findDialog(app.db, caller.workspaceId, number);
  if (hasEnded(dialog)) return endedAlready(app, caller, dialog);
  await stopDialog(app, caller, number);
  return texts.stopped(await ownName(app, caller))[caller.language];
}

/** @throws AppError not_found */
export async function approveByButton(app: App, caller: Caller, answerId: number): Promise<string> {
  return settleDraft(app, caller, answerId, async () => {
    await approveDraft(app, caller, answerId, undefined);
    return texts.approved(await ownName(app, caller))[caller.language];
  });
}

/** @throws AppError not_found */
export async function discardByButton(app: App, caller: Caller, answerId: number): Promise<string> {
  return settleDraft(app, caller, answerId, async () => {
    await discardAnswer(app, caller, answerId);
    return texts.discarded(await ownName(app, caller))[caller.language];
  });
}

const hasEnded = ({ status }: Dialog) => status !== 'active' && status !== 'waiting';

async function ownName(app: App, { actor, language }: Caller): Promise<string> {
  return escapeHtml(await operatorName(app, actor.id, language));
}

async function endedAlready(app: App, caller: Caller, dialog: Dialog): Promise<string> {
  const isThis = sql`(data->>'dialog')::bigint = ${dialog.number}`;
  const who = await whoDid(app, caller, dialog.contactId, ENDS, isThis);
  return texts.endedAlready(who)[caller.language];
}

async function settleDraft(
  app: App,
  caller: Caller,
  answerId: number,
  settle: () => Promise<string>,
): Promise<string> {
  try {
    return await settle();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    const row = await selectRow(
      app.db,
      { contactId: nullable(int) },
      sql`
        select contact_id as "contactId" from ai_answers
        where workspace_id = ${caller.workspaceId} and id = ${answerId}`,
    );
    const isThis = sql`(data->>'answer_id')::bigint = ${answerId}`;
    const who = await whoDid(app, caller, row?.contactId ?? 0, SETTLED, isThis);
    return texts.draftSettled(who)[caller.language];
  }
}

/** The operator who did it last, by name. */
async function whoDid(
  app: App,
  { workspaceId, language }: Caller,
  contactId: number,
  types: readonly string[],
  isThis: SQL,
): Promise<string> {
  const row = await selectRow(
    app.db,
    { id: nullable(int) },
    sql`
      select case when actor->>'kind' = 'operator' then (actor->>'id')::bigint end as id
      from events
      where workspace_id = ${workspaceId} and contact_id = ${contactId}
        and type = any(${`{${types.join(',')}}`}::text[]) and ${isThis}
      order by at desc, id desc limit 1`,
  );
  return escapeHtml(await operatorName(app, row?.id ?? undefined, language));
}
