import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { App } from '../../../context.ts';
import { type DeliveryStatus, webhookDeliveries, webhookEndpoints } from './tables.ts';

export type DeliveryFilter = {
  status: DeliveryStatus | undefined;
  endpointId: number | undefined;
};

/** One page of the posts of a workspace with their endpoints, newest first. */
export function listDeliveries(
  app: App,
  workspaceId: number,
  { status, endpointId }: DeliveryFilter,
  page: { limit: number; beforeId: number | undefined },
) {
  const { limit, beforeId } = page;
  return app.db
    .select({
      delivery: webhookDeliveries,
      endpoint: webhookEndpoints,
      type: sql<string>`(select type from events where events.id = ${webhookDeliveries.eventId})`,
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(
      and(
        eq(webhookDeliveries.workspaceId, workspaceId),
        isNull(webhookEndpoints.removedAt),
        status ? eq(webhookDeliveries.status, status) : undefined,
        endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId),
        beforeId === undefined ? undefined : lt(webhookDeliveries.id, beforeId),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit);
}
