import { and, between, desc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { dialogView, judgementView } from '../../../contract/dialogs.ts';
import type { MessageType } from '../../../contract/messages.ts';
import { bool, int, nullable, oneOf, selectRows, text, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { senderKeyOf } from '../business/sender-key.ts';
import type { DialogStatus, MessageStatus, WaitingReason } from '../messages/message.ts';
import { listReads } from './mark-read.ts';
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
  senderKey: text,
  senderName: nullable(text),
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

/** Dialogs as the API shows them to the caller, in the order of their ids. */
export async function viewDialogs(
  app: App,
  { workspaceId, actor, language }: Caller,
  ids: readonly number[],
): Promise<DialogView[]> {
  if (ids.length === 0) return [];
  const rows = await selectRows(
    app.db,
    columns,
    sql`
      select d.id, d.number, d.contact_id as "contactId", c.telegram_id as "userId", c.username,
        c.first_name as "firstName", c.last_name as "lastName",
        ${senderKeyOf(sql`d.sender_id`)} as "senderKey", b.name as "senderName",
        d.status, d.is_automatic as "isAutomatic", d.waiting_because as "waitingBecause",
        d.waiting_since as "waitingSince", d.assigned_operator_id as "operatorId",
        d.snoozed_until as "snoozedUntil", d.snooze_note as "snoozeNote",
        d.role_id as "roleId", d.notes, d.first_out_at as "firstOutAt",
        d.last_out_at as "lastOutAt", d.last_in_at as "lastInAt"
      from unnest(${`{${ids.join(',')}}`}::bigint[]) with ordinality asked (id, place)
      join dialogs d on d.id = asked.id
      join contacts c on c.id = d.contact_id
      left join business_connections b on b.id = d.sender_id
      where d.workspace_id = ${workspaceId}
      order by asked.place`,
  );
  const words = await readLastWords(app, workspaceId, ids);
  const readTo = actor.kind === 'operator' ? await listReads(app, actor.id ?? 0, ids) : undefined;
  const isUnread = (id: number) => {
    const last = words.get(id);
    return readTo !== undefined && last?.direction === 'in' && last.id > (readTo.get(id) ?? 0);
  };
  const leads = await readLeads(
    app,
    rows.map((r) => r.id),
  );
  return rows.map((row) => ({
    id: row.number,
    contact_id: row.contactId,
    user_id: row.userId,
    username: row.username,
    name: [row.firstName, row.lastName].filter(Boolean).join(' '),
    account_id: row.senderKey,
    account_name: row.senderName,
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
    is_unread: isUnread(row.id),
    last_words: words.get(row.id) ?? null,
  }));
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

const wordColumns = {
  dialogId: int,
  id: int,
  direction: oneOf<'in' | 'out'>(),
  status: oneOf<MessageStatus>(),
  type: oneOf<MessageType>(),
  text,
};

/** The latest message of each dialog, by the dialog's id. */
async function readLastWords(app: App, workspaceId: number, ids: readonly number[]) {
  const rows = await selectRows(
    app.db,
    wordColumns,
    sql`
      select asked.id as "dialogId", m.id, m.direction, m.status, m.type,
        left(m.content, 200) as text
      from unnest(${`{${ids.join(',')}}`}::bigint[]) asked (id)
      cross join lateral (
        select * from messages
        where workspace_id = ${workspaceId} and dialog_id = asked.id
        order by id desc limit 1) m`,
  );
  return new Map(rows.map(({ dialogId, ...words }) => [dialogId, words]));
}

/**
 * The latest verdicts about what a person wrote in a dialog, newest first.
 * @param about only of messages with these ids, both included
 */
export async function viewJudgements(
  app: App,
  workspaceId: number,
  dialogId: number,
  language: Language,
  about?: { from: number; to: number },
): Promise<z.output<typeof judgementView>[]> {
  const rows = await app.db
    .select()
    .from(judgements)
    .where(
      and(
        eq(judgements.workspaceId, workspaceId),
        eq(judgements.dialogId, dialogId),
        about && between(judgements.messageId, about.from, about.to),
      ),
    )
    .orderBy(desc(judgements.id))
    .limit(about ? 200 : 50);
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
