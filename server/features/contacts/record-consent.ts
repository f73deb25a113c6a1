import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { type ConsentBasis, consents, contacts, sources } from './tables.ts';

export type ConsentInput = {
  source: string;
  basis: ConsentBasis;
  evidence: Record<string, unknown>;
};

/**
 * Keeps why we may write to a person. The source is declared by its first use; the same consent of
 * the same source is kept once.
 * @throws AppError invalid_request when the source stands for another basis
 */
export async function recordConsent(
  app: App,
  tx: Db,
  workspaceId: number,
  contactId: number,
  input: ConsentInput,
): Promise<void> {
  const sourceId = await declareSource(app, tx, workspaceId, input.source, input.basis);
  const [known] = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.workspaceId, workspaceId),
        eq(consents.contactId, contactId),
        eq(consents.sourceId, sourceId),
      ),
    )
    .limit(1);
  if (known) return;
  await addConsent(app, tx, workspaceId, contactId, { sourceId, evidence: input.evidence });
}

/**
 * Keeps one more consent and makes it the one that is relied on.
 * @param consent.givenAt when the person gave it; now when left out
 * @returns its id
 */
export async function addConsent(
  app: App,
  tx: Db,
  workspaceId: number,
  contactId: number,
  consent: { sourceId: number; evidence: Record<string, unknown>; givenAt?: Date },
): Promise<number> {
  const { sourceId, evidence, givenAt = app.clock.now() } = consent;
  const [added] = await tx
    .insert(consents)
    .values({ workspaceId, contactId, sourceId, givenAt, evidence })
    .returning({ id: consents.id });
  if (!added) throw new Error('the consent was not stored');
  await tx
    .update(contacts)
    .set({ consentId: added.id })
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, contactId)));
  return added.id;
}

/**
 * The source of that name, declared now if it is new.
 * @throws AppError invalid_request when it was declared with another basis
 */
export async function declareSource(
  app: App,
  tx: Db,
  workspaceId: number,
  name: string,
  basis: ConsentBasis,
  note = '',
): Promise<number> {
  await tx
    .insert(sources)
    .values({ workspaceId, name, basis, note, createdAt: app.clock.now() })
    .onConflictDoNothing();
  const [source] = await tx
    .select({ id: sources.id, basis: sources.basis })
    .from(sources)
    .where(and(eq(sources.workspaceId, workspaceId), sql`lower(${sources.name}) = lower(${name})`));
  if (!source) throw new Error('the source was not stored');
  if (source.basis === basis) return source.id;
  throw new AppError('invalid_request', {
    ru: `Источник «${name}» уже объявлен с основанием ${source.basis}, а в запросе указано ${basis}.`,
    en: `The source "${name}" is already declared with the basis ${source.basis}; the request says ${basis}.`,
  });
}
