import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { chooseAccount } from '../accounts/choose-account.ts';
import { senderKeys } from '../business/sender-key.ts';
import type { Contact } from '../contacts/tables.ts';
import { dialogs } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Who writes to a person. A dialog stays with its account: once one account has written to
 * somebody, been written to, or lost them, no other one may try. Only a first message is given to
 * the choice rule. The contact must be locked, or two callers could choose differently.
 * @param wanted the account the caller named
 * @throws AppError account_unavailable, no_available_accounts
 */
export async function chooseSender(
  app: App,
  tx: Db,
  contact: Contact,
  wanted: number | undefined,
): Promise<number> {
  const bound = await findBoundSenders(tx, contact);
  const [latest] = bound;
  if (latest) {
    if (wanted === undefined) return latest.senderId;
    if (bound.some((b) => b.senderId === wanted)) return wanted;
    const key = (await senderKeys(tx, [latest.senderId])).get(latest.senderId) ?? '';
    throw new AppError('account_unavailable', texts.boundTo(key), {
      fields: { reason: 'dialog_of_another_account', account_id: key },
    });
  }
  const sender = wanted ?? (await chooseAccount(app, tx, contact.workspaceId, contact));
  if (sender === undefined) throw new AppError('no_available_accounts', texts.noAvailableAccounts);
  return sender;
}

/** The senders a person is bound to, the one of the latest exchange first. */
async function findBoundSenders(tx: Db, contact: Contact) {
  const hasOpenMessage = sql`exists (
    select from messages m
    where m.workspace_id = ${dialogs.workspaceId} and m.contact_id = ${dialogs.contactId}
      and m.dialog_id = ${dialogs.id} and m.status in ('queued', 'sending'))`;
  const latest = sql`greatest(${dialogs.lastInAt}, ${dialogs.lastOutAt}, ${dialogs.createdAt})`;
  return tx
    .select({ senderId: dialogs.senderId })
    .from(dialogs)
    .where(
      and(
        eq(dialogs.workspaceId, contact.workspaceId),
        eq(dialogs.contactId, contact.id),
        sql`(${dialogs.firstOutAt} is not null or ${dialogs.lastInAt} is not null
          or ${dialogs.lostBecause} is not null or ${hasOpenMessage})`,
      ),
    )
    .orderBy(desc(latest))
    .limit(20);
}
