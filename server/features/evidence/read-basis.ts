import { and, eq } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { type ConsentBasis, type Contact, consents, sources } from '../contacts/tables.ts';

/** The basis of the consent by which a person is written to; undefined without one. */
export async function readBasis(
  app: App,
  { workspaceId, consentId }: Contact,
): Promise<ConsentBasis | undefined> {
  if (consentId === null) return undefined;
  const [row] = await app.db
    .select({ basis: sources.basis })
    .from(consents)
    .innerJoin(sources, eq(sources.id, consents.sourceId))
    .where(and(eq(consents.workspaceId, workspaceId), eq(consents.id, consentId)));
  return row?.basis;
}
