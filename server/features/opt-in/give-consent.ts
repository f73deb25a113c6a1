import { and, eq, lt, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { addConsent } from '../contacts/record-consent.ts';
import { optInActs, optInPoints, type Point } from './tables.ts';

type Act = Pick<typeof optInActs.$inferSelect, 'id' | 'contactId' | 'at'>;

/**
 * Makes the consent that an act stands for, with what proves it, and counts it. The contact must be
 * locked.
 */
export async function giveConsent(
  app: App,
  tx: Db,
  act: Act,
  point: Point,
  { evidence, liftedStop }: { evidence: Record<string, unknown>; liftedStop: boolean },
): Promise<void> {
  const { workspaceId, id: pointId, sourceId } = point;
  const consentId = await addConsent(app, tx, workspaceId, act.contactId, {
    sourceId,
    givenAt: act.at,
    evidence: { point_id: pointId, point: point.title, ...evidence },
  });
  await tx
    .update(optInActs)
    .set({ consentId, liftedStop })
    .where(and(eq(optInActs.workspaceId, workspaceId), eq(optInActs.id, act.id)));
  const isNew = await isFirstHere(tx, workspaceId, pointId, act);
  await tx
    .update(optInPoints)
    .set({
      acts: sql`${optInPoints.acts} + 1`,
      people: sql`${optInPoints.people} + ${isNew ? 1 : 0}`,
      lastActAt: sql`greatest(${optInPoints.lastActAt}, ${at(act.at)})`,
    })
    .where(and(eq(optInPoints.workspaceId, workspaceId), eq(optInPoints.id, pointId)));
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'contact.opted_in',
      at: app.clock.now(),
      contactId: act.contactId,
      data: { point_id: pointId, consent_id: consentId, lifted_stop: liftedStop },
    },
  ]);
}

async function isFirstHere(tx: Db, workspaceId: number, pointId: number, act: Act) {
  const [other] = await tx
    .select({ id: optInActs.id })
    .from(optInActs)
    .where(
      and(
        eq(optInActs.workspaceId, workspaceId),
        eq(optInActs.pointId, pointId),
        eq(optInActs.contactId, act.contactId),
        lt(optInActs.id, act.id),
      ),
    )
    .limit(1);
  return other === undefined;
}
