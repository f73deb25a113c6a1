import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { hashIdentifiers } from './identifiers.ts';
import { contacts, doNotContact } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Erases a person on request: first nothing is sent to them any more, then all that tells of them
 * goes, here and in the later features. Hashes on the do-not-contact list stay; so do the bare
 * numbers of what was sent, with nobody's name on them. Told again after a crash, it goes on.
 * @throws AppError not_found
 */
export async function eraseContact(app: App, caller: Caller, id: number): Promise<void> {
  const { workspaceId, actor } = caller;
  const one = and(
    eq(contacts.workspaceId, workspaceId),
    eq(contacts.id, id),
    isNull(contacts.erasedAt),
  );
  const now = app.clock.now();
  const [closed] = await app.db
    .update(contacts)
    // Closes the gate for good: this row is never found by a name again.
    .set({ optedOutAt: sql`coalesce(${contacts.optedOutAt}, ${now.toISOString()}::timestamptz)` })
    .where(one)
    .returning({ id: contacts.id });
  if (!closed) throw new AppError('not_found', texts.noContact);
  for (const step of app.extensions.contactErasing) await step(app, { workspaceId, contactId: id });

  await app.database.transaction(async (tx) => {
    const [contact] = await tx.select().from(contacts).where(one).for('update');
    if (!contact) throw new AppError('not_found', texts.noContact);
    const { telegramId } = contact;
    for (const step of app.extensions.contactErased)
      await step(app, tx, { workspaceId, contactId: id, telegramId });
    // The hashes and the reason stay; what was kept as evidence may be the person's own words.
    const hashes = hashIdentifiers(app.crypto, workspaceId, contact).map(({ hash }) => hash);
    if (hashes.length > 0)
      await tx
        .update(doNotContact)
        .set({ evidence: {} })
        .where(
          and(
            eq(doNotContact.workspaceId, workspaceId),
            inArray(doNotContact.identifierHash, hashes),
          ),
        );
    await tx.execute(sql`
      delete from audience_members where workspace_id = ${workspaceId} and contact_id = ${id}`);
    await tx
      .update(contacts)
      .set({
        telegramId: null,
        username: null,
        phone: null,
        firstName: '',
        lastName: '',
        consentId: null,
        priority: 5,
        custom: {},
        tags: [],
        language: null,
        timeZone: null,
        notes: '',
        assignedSenderId: null,
        erasedAt: now,
      })
      .where(one);
    await tx.execute(sql`
      delete from consents where workspace_id = ${workspaceId} and contact_id = ${id}`);
    await recordEvents(tx, [
      { workspaceId, type: 'contact.erased', at: now, actor, contactId: id },
    ]);
  });
}
