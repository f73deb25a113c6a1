import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { senderKeyOf } from '../business/sender-key.ts';
import { contacts } from '../contacts/tables.ts';
import { dialogs, type Message, messages } from '../messages/tables.ts';
import { texts } from './texts.ts';

/**
 * What was said with one person, by whichever account, newest first.
 * @throws AppError not_found when nothing was ever said
 */
export async function readHistory(
  app: App,
  workspaceId: number,
  telegramId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<{ dialogs: HistoryDialog[]; messages: Message[] }> {
  const [contact] = await app.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.telegramId, telegramId)));
  const own = contact ? await readDialogs(app, workspaceId, contact.id) : [];
  if (!contact || own.length === 0) throw new AppError('not_found', texts.noDialog);
  const list = await app.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.contactId, contact.id),
        page.beforeId === undefined ? undefined : lt(messages.id, page.beforeId),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(page.limit);
  return { dialogs: own, messages: list };
}

export type HistoryDialog = Awaited<ReturnType<typeof readDialogs>>[number];

function readDialogs(app: App, workspaceId: number, contactId: number) {
  return app.db
    .select({
      number: dialogs.number,
      status: dialogs.status,
      account: sql<string>`${senderKeyOf(sql`${dialogs.senderId}`)}`,
      firstOutAt: dialogs.firstOutAt,
      lastOutAt: dialogs.lastOutAt,
      lastInAt: dialogs.lastInAt,
    })
    .from(dialogs)
    .where(and(eq(dialogs.workspaceId, workspaceId), eq(dialogs.contactId, contactId)))
    .orderBy(dialogs.number)
    .limit(100);
}

/** One page of the messages of a dialog, newest first. */
export function readMessages(
  app: App,
  workspaceId: number,
  dialogId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<Message[]> {
  return app.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.dialogId, dialogId),
        page.beforeId === undefined ? undefined : lt(messages.id, page.beforeId),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(page.limit);
}
