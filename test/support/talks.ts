import { sql } from 'drizzle-orm';
import { int, selectRow } from '../../server/base/db/rows.ts';
import type { App } from '../../server/context.ts';
import type { AnswerRequest } from '../../server/features/assistant/write-answer.ts';

/** An account in the database, with nobody behind it. @returns its id */
export async function insertAccount(app: App, workspaceId: number): Promise<number> {
  const sender = await selectRow(
    app.db,
    { id: int },
    sql`insert into senders (workspace_id, kind) values (${workspaceId}, 'account') returning id`,
  );
  if (!sender) throw new Error('no sender');
  await app.db.execute(sql`
    insert into accounts (id, workspace_id, number, name, status, status_since, status_reason,
      added_at)
    values (${sender.id}, ${workspaceId}, ${sender.id}, ${`Account ${sender.id}`}, 'active', now(),
      'test', now())`);
  return sender.id;
}

let talks = 0;

/** A person with a dialog and one message in it. */
export async function insertTalk(
  app: App,
  workspaceId: number,
  senderId: number,
  text: string,
  number = ++talks,
) {
  const row = await selectRow(
    app.db,
    { contactId: int, dialogId: int, messageId: int },
    sql`
      with c as (
        insert into contacts (workspace_id, first_name, created_at)
        values (${workspaceId}, 'Анна', now()) returning id),
      d as (
        insert into dialogs (workspace_id, number, sender_id, contact_id, created_at)
        select ${workspaceId}, ${number}::int, ${senderId}::bigint, id, now() from c returning id),
      m as (
        insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
          content, created_at, status)
        select ${workspaceId}, d.id, ${senderId}::bigint, c.id, 'in', 'text', ${text}, now(),
          'received'
        from c, d returning id)
      select c.id as "contactId", d.id as "dialogId", m.id as "messageId" from c, d, m`,
  );
  if (!row) throw new Error('no talk');
  return row;
}

/** The next message of a person in a talk. @returns its id */
export async function insertMessage(
  app: App,
  workspaceId: number,
  talk: { contactId: number; dialogId: number },
  text: string,
): Promise<number> {
  const row = await selectRow(
    app.db,
    { id: int },
    sql`
      insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type, content,
        created_at, status)
      select workspace_id, id, sender_id, contact_id, 'in', 'text', ${text}, now(), 'received'
      from dialogs where workspace_id = ${workspaceId} and id = ${talk.dialogId} returning id`,
  );
  if (!row) throw new Error('no message');
  return row.id;
}

/** What is asked of the assistant when somebody wrote `text`. */
export async function requestFor(
  app: App,
  workspaceId: number,
  senderId: number,
  roleId: number,
  text: string,
  change: Partial<AnswerRequest> = {},
): Promise<AnswerRequest> {
  const talk = await insertTalk(app, workspaceId, senderId, text);
  return {
    workspaceId,
    roleId,
    ...talk,
    history: [{ from: 'person', text, at: app.clock.now() }],
    contact: { firstName: 'Анна', language: 'ru' },
    ...change,
  };
}
