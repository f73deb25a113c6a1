import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { type Contact, type ContactStatus, consents, contacts } from './tables.ts';

/**
 * Two contacts turned out to be one person: everything of `loser` becomes `keeper`'s. A stop of
 * either one is a stop of both. Both must be locked by the transaction.
 */
export async function mergeContacts(
  app: App,
  tx: Db,
  keeper: Contact,
  loser: Contact,
): Promise<Contact> {
  const { workspaceId } = keeper;
  const one = (id: number) => and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id));

  await tx
    .update(consents)
    .set({ contactId: keeper.id })
    .where(and(eq(consents.workspaceId, workspaceId), eq(consents.contactId, loser.id)));
  await tx.execute(sql`
    insert into audience_members (workspace_id, audience_id, contact_id, added_at)
    select workspace_id, audience_id, ${keeper.id}, added_at from audience_members
    where workspace_id = ${workspaceId} and contact_id = ${loser.id}
    on conflict do nothing`);
  for (const step of app.extensions.contactsMerged) {
    await step(app, tx, { workspaceId, keeperId: keeper.id, loserId: loser.id });
  }
  await tx.delete(contacts).where(one(loser.id));
  const [merged] = await tx
    .update(contacts)
    .set({
      telegramId: keeper.telegramId ?? loser.telegramId,
      username: keeper.username ?? loser.username,
      phone: keeper.phone ?? loser.phone,
      firstName: keeper.firstName || loser.firstName,
      lastName: keeper.lastName || loser.lastName,
      consentId: keeper.consentId ?? loser.consentId,
      optedOutAt: latest(keeper.optedOutAt, loser.optedOutAt),
      createdAt: earliest(keeper.createdAt, loser.createdAt) ?? keeper.createdAt,
      ...mergeFields(keeper, loser),
    })
    .where(one(keeper.id))
    .returning();
  if (!merged) throw new Error('the contact vanished under its lock');
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'contact.merged',
      at: app.clock.now(),
      contactId: keeper.id,
      data: { merged_contact_id: loser.id },
    },
  ]);
  return merged;
}

/** Of two stops the later one holds: it also covers what was written in between. */
function latest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}

const DEFAULT_PRIORITY = 5;

/** How far a team has got with a person, from nothing on. */
const progress: readonly ContactStatus[] = [
  'pending',
  'failed',
  'contacted',
  'in_progress',
  'completed',
];

/** What the team keeps of both: the keeper's word holds, and nothing that only the loser had is lost. */
function mergeFields(keeper: Contact, loser: Contact) {
  const further = progress.indexOf(loser.status) > progress.indexOf(keeper.status);
  return {
    priority: keeper.priority === DEFAULT_PRIORITY ? loser.priority : keeper.priority,
    status: further ? loser.status : keeper.status,
    assignedSenderId: keeper.assignedSenderId ?? loser.assignedSenderId,
    custom: { ...loser.custom, ...keeper.custom },
    tags: [...new Set([...keeper.tags, ...loser.tags])],
    language: keeper.language ?? loser.language,
    timeZone: keeper.timeZone ?? loser.timeZone,
    notes: [...new Set([keeper.notes, loser.notes])].filter(Boolean).join('\n'),
  };
}
