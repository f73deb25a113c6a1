import { and, asc, desc, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { hashIdentifiers, type Identifiers } from './identifiers.ts';
import { contacts, doNotContact } from './tables.ts';

export type OptOut = {
  reason: string;
  evidence: Record<string, unknown>;
  actor: Actor;
  /** When the person said so; now, unless an earlier stop is carried over. */
  since?: Date;
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
  if (person.contactId === undefined && !isKnownBy(person))
    throw new Error('a person without any identifier cannot be put on the list');
  const since = optOut.since ?? app.clock.now();
  const hashes = await lockIdentifiers(app, tx, workspaceId, person);
  const added =
    hashes.length === 0
      ? []
      : await tx
          .insert(doNotContact)
          .values(
            hashes.map(({ kind, hash }) => ({
              workspaceId,
              kind,
              identifierHash: hash,
              reason: optOut.reason,
              evidence: optOut.evidence,
              createdAt: since,
            })),
          )
          .onConflictDoNothing()
          .returning({ id: doNotContact.id });
  const marked = await tx
    .update(contacts)
    .set({ optedOutAt: since })
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        // Unknown a moment ago, they may have been met before the lock was taken.
        person.contactId === undefined ? isKnownBy(person) : eq(contacts.id, person.contactId),
        isNull(contacts.optedOutAt),
      ),
    )
    .returning({ id: contacts.id });
  if (person.contactId !== undefined) await moveStop(tx, workspaceId, person.contactId, since);
  if (added.length === 0 && marked.length === 0) return;
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'contact.opted_out',
      at: app.clock.now(),
      actor: optOut.actor,
      contactId: person.contactId ?? marked[0]?.id,
      data: { reason: optOut.reason, ...judgedBy(optOut) },
    },
  ]);
}

/** Which rule or model saw a refusal; what callers give as evidence may be a person's words. */
function judgedBy({ actor, evidence }: OptOut): { cause?: string } {
  const { cause } = evidence;
  return actor.kind === 'system' && typeof cause === 'string' ? { cause } : {};
}

/** A stop that is said again also covers what the person wrote in between. */
async function moveStop(tx: Db, workspaceId: number, contactId: number, since: Date) {
  await tx
    .update(contacts)
    .set({ optedOutAt: since })
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.id, contactId),
        lt(contacts.optedOutAt, since),
      ),
    );
}

/**
 * Makes those take turns who put a person on the list and who make a contact of them: otherwise
 * neither would see what the other hasn't committed, and a stopped person would look free.
 */
async function lockIdentifiers(app: App, tx: Db, workspaceId: number, person: Identifiers) {
  const hashes = hashIdentifiers(app.crypto, workspaceId, person);
  const keys = hashes.map(({ hash }) => hash.readBigInt64LE().toString()).sort();
  if (keys.length > 0)
    await tx.execute(sql`
      select pg_advisory_xact_lock_shared(${LIST_LOCK}, ${lockKey(workspaceId)}),
        (select count(pg_advisory_xact_lock(key::bigint)) from (
          select key
          from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) with ordinality as k(key, n)
          order by n) keys)`);
  return hashes;
}

/** Any fixed number: with the workspace's it makes the lock of one whole list. */
const LIST_LOCK = 7_315_002;
/** Workspaces that share a key wait for each other, and are none the worse for it. */
const lockKey = (workspaceId: number) => workspaceId % 2 ** 31;

/**
 * The lock for many people at once: nobody is put on the list, and nobody new is compared with it,
 * until the transaction ends. To be taken last, and by whom a `lock_timeout` makes give way: those
 * who hold their part of it may be waiting for this transaction's rows.
 */
export async function lockWholeList(tx: Db, workspaceId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LIST_LOCK}, ${lockKey(workspaceId)})`);
}

/** The condition that a contact has one of these identifiers; undefined when none is given. */
export function isKnownBy({ telegramId, username, phone }: Identifiers): SQL | undefined {
  return or(
    telegramId == null ? undefined : eq(contacts.telegramId, telegramId),
    username ? eq(contacts.username, username) : undefined,
    phone ? eq(contacts.phone, phone) : undefined,
  );
}

/**
 * Since when one of these identifiers is on the list; undefined if none is. Whoever asks may rely
 * on it until their transaction ends.
 */
export async function findOptOut(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Identifiers,
): Promise<Date | undefined> {
  const hashes = await lockIdentifiers(app, tx, workspaceId, person);
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
    .orderBy(asc(doNotContact.createdAt))
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
