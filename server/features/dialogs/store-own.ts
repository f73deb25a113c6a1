import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { recordEvents, systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { HeardMessage } from '../../edges/telegram-account/port.ts';
import type { HeardItem } from '../../held-senders.ts';
import { identifyContact } from '../contacts/identify-contact.ts';
import { dialogKey, openDialogs } from '../messages/open-dialogs.ts';
import { lockDialog } from './find-dialog.ts';
import { takeOver } from './take-over.ts';

/**
 * Stores what was written in an app of the account's own: a person of the team has taken the dialog
 * over. What we sent ourselves is heard as well after a gap, and is known by its number; while a
 * send's number isn't known yet, by its words.
 */
export async function storeOwn(
  app: App,
  tx: Db,
  sender: HeardItem['sender'],
  message: HeardMessage,
): Promise<void> {
  const { workspaceId, id: senderId } = sender;
  const { from, telegramId, sentAt } = message;
  const contact = await identifyContact(app, tx, workspaceId, {
    telegramId: from.userId,
    username: from.username,
    phone: from.phone,
    firstName: from.firstName,
    lastName: from.lastName,
  });
  const pair = { senderId, contactId: contact.id };
  const dialogId = (await openDialogs(app, tx, workspaceId, [pair])).get(dialogKey(pair))?.id;
  if (dialogId === undefined) throw new Error('a message without a dialog');
  await lockDialog(tx, dialogId);
  const known = await selectRow(
    tx,
    { id: int },
    sql`
      select id from messages
      where workspace_id = ${workspaceId} and contact_id = ${contact.id}
        and dialog_id = ${dialogId} and direction = 'out'
        and (telegram_id = ${telegramId}
          or status in ('sending', 'unconfirmed') and trim(content) = ${message.text.trim()})
      limit 1`,
  );
  if (known) return;
  const now = app.clock.now();
  const stored = await selectRow(
    tx,
    { id: int },
    sql`
      insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
        content, attachment, telegram_id, created_at, sent_at, status, origin)
      values (${workspaceId}, ${dialogId}, ${senderId}, ${contact.id}, 'out', ${message.type},
        ${message.text}, ${message.attachment ? JSON.stringify(message.attachment) : null}::jsonb,
        ${telegramId}, ${at(now)}, ${at(sentAt)}, 'sent', 'app')
      returning id`,
  );
  await tx.execute(sql`
    update dialogs set first_out_at = coalesce(first_out_at, ${at(sentAt)}),
      last_out_at = greatest(last_out_at, ${at(sentAt)})
    where id = ${dialogId}`);
  if (!message.isAutomatic) await takeOver(app, tx, dialogId, systemActor, 'app');
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'message.sent',
      at: now,
      senderId,
      contactId: contact.id,
      messageId: stored?.id,
      data: { by: 'app' },
    },
  ]);
}
