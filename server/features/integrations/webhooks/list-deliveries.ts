import { and, desc, eq, lt } from 'drizzle-orm';
import type { App } from '../../../context.ts';
import { type DeliveryStatus, webhookDeliveries, webhookEndpoints } from './tables.ts';

/** One page of the posts of a workspace with their endpoints, newest first. */
export function listDeliveries(
  app: App,
  workspaceId: number,
  page: { status: DeliveryStatus | undefined; limit: number; beforeId: number | undefined },
) {
  const { status, limit, beforeId } = page;
  return app.db
    .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(
      and(
        eq(webhookDeliveries.workspaceId, workspaceId),
        status ? eq(webhookDeliveries.status, status) : undefined,
        beforeId === undefined ? undefined : lt(webhookDeliveries.id, beforeId),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit);
}
