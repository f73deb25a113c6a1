import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { hashIdentifiers, type Identifiers } from './identifiers.ts';
import { contacts, doNotContact } from './tables.ts';

export type OptOut = {
  reason: string;
  evidence: Record<string, unknown>;
  actor: Actor;
};

export type DoNotContactEntry = typeof doNotContact.$inferSelect;

/**
 * Puts a person on the do-not-contact list under everything they are known by, and marks the
 * contact if there is one. From the commit of `tx` on, the gate lets nothing through to them.
 */
export async function addToDoNotContact(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Identifiers & { contactId?: number | undefined },
  optOut: OptOut,
): Promise<void> {
  const now = app.clock.now();
  const hashes = hashIdentifiers(app.crypto, workspaceId, person);
  if (hashes.length > 0) {
    await tx
      .insert(doNotContact)
      .values(
        hashes.map(({ kind, hash }) => ({
          workspaceId,
          kind,
          identifierHash: hash,
          reason: optOut.reason,
          evidence: optOut.evidence,
          createdAt: now,
        })),
      )
      .onConflictDoNothing();
  }
  if (person.contactId === undefined) return;
  await tx
    .update(contacts)
    .set({ optedOutAt: now })
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.id, person.contactId),
        isNull(contacts.optedOutAt),
      ),
    );
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'contact.opted_out',
      at: now,
      actor: optOut.actor,
      contactId: person.contactId,
      data: { reason: optOut.reason },
    },
  ]);
}

/** Since when one of these identifiers is on the list; undefined if none is. */
export async function findOptOut(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Identifiers,
): Promise<Date | undefined> {
  const hashes = hashIdentifiers(app.crypto, workspaceId, person);
  if (hashes.length === 0) return undefined;
  const [entry] = await tx
    .select({ createdAt: doNotContact.createdAt })
    .from(doNotContact)
    .where(
      and(
        eq(doNotContact.workspaceId, workspaceId),
        isNull(doNotContact.liftedAt),
        or(
          ...hashes.map(({ kind, hash }) =>
            and(eq(doNotContact.kind, kind), eq(doNotContact.identifierHash, hash)),
          ),
        ),
      ),
    )
    .limit(1);
  return entry?.createdAt;
}

/**
 * An operator takes back a wrong stop, for a reason that is kept.
 * @returns whether the person was on the list
 */
export async function liftDoNotContact(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Identifiers & { contactId?: number | undefined },
  correction: { because: string; actor: Actor },
): Promise<boolean> {
  const now = app.clock.now();
  const hashes = hashIdentifiers(app.crypto, workspaceId, person).map(({ hash }) => hash);
  const lifted =
    hashes.length === 0
      ? []
      : await tx
          .update(doNotContact)
          .set({ liftedAt: now, liftedBecause: correction.because })
          .where(
            and(
              eq(doNotContact.workspaceId, workspaceId),
              isNull(doNotContact.liftedAt),
              inArray(doNotContact.identifierHash, hashes),
            ),
          )
          .returning({ id: doNotContact.id });
  if (person.contactId !== undefined) {
    await tx
      .update(contacts)
      .set({ optedOutAt: null })
      .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, person.contactId)));
  }
  if (lifted.length === 0) return false;
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'contact.opt_out_corrected',
      at: now,
      actor: correction.actor,
      contactId: person.contactId,
      data: { because: correction.because },
    },
  ]);
  return true;
}

/** One page of the list, newest first. */
export async function listDoNotContact(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<DoNotContactEntry[]> {
  return app.db
    .select()
    .from(doNotContact)
    .where(
      and(
        eq(doNotContact.workspaceId, workspaceId),
        isNull(doNotContact.liftedAt),
        page.beforeId === undefined ? undefined : lt(doNotContact.id, page.beforeId),
      ),
    )
    .orderBy(desc(doNotContact.id))
    .limit(page.limit);
}
