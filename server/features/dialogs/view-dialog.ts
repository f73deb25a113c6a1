import { and, desc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { dialogsQuery, dialogView, judgementView } from '../../../contract/dialogs.ts';
import { bool, int, nullable, oneOf, selectRows, text, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { accountKey, readAccountKey } from '../accounts/account.ts';
import type { DialogStatus, WaitingReason } from '../messages/message.ts';
import { judgements } from './tables.ts';
import { decisionText, waitingTexts } from './texts.ts';

export type DialogView = z.output<typeof dialogView>;

const columns = {
  id: int,
  number: int,
  contactId: int,
  userId: nullable(int),
  username: nullable(text),
  firstName: text,
  lastName: text,
  accountNumber: int,
  status: oneOf<DialogStatus>(),
  isAutomatic: bool,
  waitingBecause: nullable(oneOf<WaitingReason>()),
  waitingSince: nullable(time),
  operatorId: nullable(int),
  snoozedUntil: nullable(time),
  snoozeNote: nullable(text),
  roleId: nullable(int),
  notes: text,
  firstOutAt: nullable(time),
  lastOutAt: nullable(time),
  lastInAt: nullable(time),
};

/**
 * Dialogs as the API shows them, the newest first.
 * @param which ids, or the filters of GET /dialogs
 */
export async function viewDialogs(
  app: App,
  workspaceId: number,
  which:
    | { ids: readonly number[] }
    | (z.output<typeof dialogsQuery> & { beforeId: number | undefined }),
  language: Language,
): Promise<(DialogView & { rowId: number })[]> {
  const rows = await selectRows(
    app.db,
    columns,
    sql`
      select d.id, d.number, d.contact_id as "contactId", c.telegram_id as "userId", c.username,
        c.first_name as "firstName", c.last_name as "lastName", a.number as "accountNumber",
        d.status, d.is_automatic as "isAutomatic", d.waiting_because as "waitingBecause",
        d.waiting_since as "waitingSince", d.assigned_operator_id as "operatorId",
        d.snoozed_until as "snoozedUntil", d.snooze_note as "snoozeNote",
        d.role_id as "roleId", d.notes, d.first_out_at as "firstOutAt",
        d.last_out_at as "lastOutAt", d.last_in_at as "lastInAt"
      from dialogs d
      join contacts c on c.id = d.contact_id
      join accounts a on a.id = d.sender_id
      where d.workspace_id = ${workspaceId} and ${conditionOf(which)}
      order by d.id desc limit ${'ids' in which ? 200 : which.limit}`,
  );
  const leads = await readLeads(
    app,
    rows.map((r) => r.id),
  );
  return rows.map((row) => ({
    rowId: row.id,
    id: row.number,
    contact_id: row.contactId,
    user_id: row.userId,
    username: row.username,
    name: [row.firstName, row.lastName].filter(Boolean).join(' '),
    account_id: accountKey(row.accountNumber),
    status: row.status,
    is_automatic: row.isAutomatic,
    waiting_because: row.waitingBecause && waitingTexts[row.waitingBecause][language],
    waiting_since: row.waitingSince?.toISOString() ?? null,
    operator_id: row.operatorId,
    snoozed_until: row.snoozedUntil?.toISOString() ?? null,
    snooze_note: row.snoozeNote,
    role_id: row.roleId,
    notes: row.notes,
    campaign: leads.get(row.id)?.campaign ?? null,
    stage: leads.get(row.id)?.stage ?? null,
    first_message_at: row.firstOutAt?.toISOString() ?? null,
    last_message_at: row.lastOutAt?.toISOString() ?? null,
    last_response_at: row.lastInAt?.toISOString() ?? null,
  }));
}

function conditionOf(which: Parameters<typeof viewDialogs>[2]) {
  if ('ids' in which) return sql`d.id = any(${`{${which.ids.join(',')}}`}::bigint[])`;
  const conditions = [
    which.beforeId === undefined ? undefined : sql`d.id < ${which.beforeId}`,
    which.status && sql`d.status = ${which.status}`,
    which.account_id && sql`a.number = ${readAccountKey(which.account_id)}`,
    which.contact_id && sql`d.contact_id = ${which.contact_id}`,
    which.operator_id && sql`d.assigned_operator_id = ${which.operator_id}`,
    which.campaign &&
      sql`d.id in (select t.dialog_id from campaign_targets t
        join campaigns k on k.id = t.campaign_id
        where k.workspace_id = d.workspace_id and k.number = ${which.campaign})`,
    which.unanswered === undefined
      ? undefined
      : which.unanswered
        ? sql`d.last_in_at > coalesce(d.last_out_at, '-infinity')`
        : sql`not coalesce(d.last_in_at > coalesce(d.last_out_at, '-infinity'), false)`,
  ].filter((c) => c !== undefined && c !== '');
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** What leads these dialogs: the campaign and how far its script is. */
async function readLeads(app: App, ids: readonly number[]) {
  const rows = await selectRows(
    app.db,
    { dialogId: int, campaign: int, stage: int },
    sql`
      select t.dialog_id as "dialogId", c.number as campaign, t.stage
      from campaign_targets t join campaigns c on c.id = t.campaign_id
      where t.dialog_id = any(${`{${ids.join(',')}}`}::bigint[])
      order by t.id`,
  );
  return new Map(rows.map((row) => [row.dialogId, row]));
}

/** The latest verdicts about what a person wrote in a dialog, newest first. */
export async function viewJudgements(
  app: App,
  workspaceId: number,
  dialogId: number,
  language: Language,
): Promise<z.output<typeof judgementView>[]> {
  const rows = await app.db
    .select()
    .from(judgements)
    .where(and(eq(judgements.workspaceId, workspaceId), eq(judgements.dialogId, dialogId)))
    .orderBy(desc(judgements.id))
    .limit(50);
  return rows.map((row) => ({
    id: row.id,
    message_id: row.messageId,
    at: row.at.toISOString(),
    verdict: row.verdict,
    cause: row.cause,
    decision: row.decision,
    decision_text: decisionText(row.decision)[language],
    corrected_to: row.correctedTo,
  }));
}
