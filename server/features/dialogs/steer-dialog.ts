import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { readRole } from '../assistant/roles.ts';
import { dialogs } from '../messages/tables.ts';
import { untilNothingIsOnItsWay } from '../senders/until-settled.ts';
import { operators } from '../workspace/tables.ts';
import { assignIfNobodys } from './assign-if-nobodys.ts';
import { endDialogs, handOver } from './end-dialog.ts';
import { type Dialog, findDialog, lockDialog } from './find-dialog.ts';
import { texts } from './texts.ts';

/**
 * Stops one dialog: nothing more is said in it, neither by its script nor by what waits. The person
 * may still be written to elsewhere. Answers when nothing is on its way any more.
 * @throws AppError not_found
 */
export async function stopDialog(
  app: App,
  caller: Caller,
  number: number,
): Promise<{ cancelled: number; undecided: number }> {
  const { id } = await findDialog(app.db, caller.workspaceId, number);
  const cancelled = await app.database.transaction(async (tx) => {
    await lockDialog(tx, id);
    const end = { dialogId: id, status: 'stopped' as const, reason: 'stopped_by_operator' };
    return endDialogs(app, tx, [end], caller.actor, 'everything');
  });
  const undecided = await untilNothingIsOnItsWay(app, sql`m.dialog_id = ${id}`);
  return { cancelled, undecided };
}

/** @throws AppError not_found */
export async function completeDialog(
  app: App,
  caller: Caller,
  number: number,
  outcome: 'completed' | 'converted',
): Promise<number> {
  const { id } = await findDialog(app.db, caller.workspaceId, number);
  return app.database.transaction(async (tx) => {
    await lockDialog(tx, id);
    const reason = outcome === 'converted' ? 'converted' : 'completed_by_operator';
    return endDialogs(app, tx, [{ dialogId: id, status: outcome, reason }], caller.actor);
  });
}

/** An operator takes the dialog, which is theirs then: its script says no more. @throws AppError not_found */
export async function takeDialog(app: App, caller: Caller, number: number): Promise<void> {
  const { id } = await findDialog(app.db, caller.workspaceId, number);
  await app.database.transaction(async (tx) => {
    const dialog = await lockDialog(tx, id);
    await handOver(app, tx, id, 'asked_by_operator', caller.actor);
    await assignIfNobodys(app, tx, dialog, caller.actor);
  });
}

/**
 * The script, or the AI, leads the dialog again.
 * @throws AppError not_found, conflict
 */
export async function resumeDialog(app: App, caller: Caller, number: number): Promise<void> {
  const { id } = await findDialog(app.db, caller.workspaceId, number);
  await app.database.transaction(async (tx) => {
    for (const step of app.extensions.dialogResuming) await step(app, tx, id, caller.actor);
    const dialog = await lockDialog(tx, id);
    if (dialog.status === 'stopped') throw new AppError('conflict', texts.hasEnded);
    const lead = await selectRow(
      tx,
      { isLed: int, isAnswered: int },
      sql`
        select (select count(*) from campaign_targets
            where dialog_id = ${id} and status in ('queued', 'active')) as "isLed",
          (select count(*) from senders s
            left join accounts a on a.id = s.id
            left join business_connections b on b.id = s.id
            where s.id = ${dialog.senderId}
              and coalesce(${dialog.roleId}::bigint, a.role_id, b.role_id) is not null)
            as "isAnswered"`,
    );
    if (!lead || lead.isLed + lead.isAnswered === 0)
      throw new AppError('conflict', texts.nothingToResume);
    await tx
      .update(dialogs)
      .set({
        status: 'active',
        isAutomatic: lead.isLed > 0,
        takenOverAt: null,
        waitingBecause: null,
        waitingSince: null,
      })
      .where(eq(dialogs.id, id));
    await happened(app, tx, dialog, 'dialog.resumed', caller);
  });
}

/** @param operatorId null: nobody @throws AppError not_found */
export async function assignDialog(
  app: App,
  caller: Caller,
  number: number,
  operatorId: number | null,
): Promise<void> {
  const { workspaceId } = caller;
  const { id } = await findDialog(app.db, workspaceId, number);
  await app.database.transaction(async (tx) => {
    if (operatorId !== null) {
      const [operator] = await tx
        .select({ id: operators.id })
        .from(operators)
        .where(
          and(
            eq(operators.workspaceId, workspaceId),
            eq(operators.id, operatorId),
            isNull(operators.disabledAt),
          ),
        );
      if (!operator) throw new AppError('not_found', texts.operatorNotFound);
    }
    await tx.update(dialogs).set({ assignedOperatorId: operatorId }).where(eq(dialogs.id, id));
    const dialog = await findDialog(tx, workspaceId, number);
    await happened(app, tx, dialog, 'dialog.assigned', caller, { operator_id: operatorId });
  });
}

/**
 * Puts a dialog off: its script is silent until then, and a reminder comes.
 * @param until null: it is no longer put off
 * @throws AppError not_found, invalid_request
 */
export async function snoozeDialog(
  app: App,
  caller: Caller,
  number: number,
  until: Date | null,
  note: string,
): Promise<void> {
  if (until && until <= app.clock.now()) throw new AppError('invalid_request', texts.snoozePast);
  const { id } = await findDialog(app.db, caller.workspaceId, number);
  await app.database.transaction(async (tx) => {
    const dialog = await lockDialog(tx, id);
    await tx
      .update(dialogs)
      .set({ snoozedUntil: until, snoozeNote: (until && note) || null })
      .where(eq(dialogs.id, id));
    await happened(app, tx, dialog, 'dialog.snoozed', caller, {
      until: until?.toISOString() ?? null,
    });
  });
}

/** @throws AppError not_found */
export async function changeDialog(
  app: App,
  caller: Caller,
  number: number,
  patch: { notes?: string | undefined; role_id?: number | null | undefined },
): Promise<void> {
  const { workspaceId } = caller;
  const { id } = await findDialog(app.db, workspaceId, number);
  if (patch.role_id && !(await readRole(app, workspaceId, patch.role_id)))
    throw new AppError('not_found', texts.roleNotFound);
  await app.database.transaction(async (tx) => {
    const dialog = await lockDialog(tx, id);
    await tx
      .update(dialogs)
      .set({
        notes: patch.notes ?? dialog.notes,
        roleId: patch.role_id === undefined ? dialog.roleId : patch.role_id,
      })
      .where(eq(dialogs.id, id));
    await happened(app, tx, dialog, 'dialog.changed', caller, { changed: Object.keys(patch) });
  });
}

async function happened(
  app: App,
  tx: Db,
  { workspaceId, number, senderId, contactId }: Dialog,
  type: string,
  { actor }: Caller,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvents(tx, [
    {
      workspaceId,
      type,
      at: app.clock.now(),
      actor,
      senderId,
      contactId,
      data: { dialog: number, ...data },
    },
  ]);
}
