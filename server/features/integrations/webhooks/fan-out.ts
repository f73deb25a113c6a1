import { and, inArray, isNull, sql } from 'drizzle-orm';
import { type ReadResult, readEvents } from '../../../base/events/read-events.ts';
import type { App } from '../../../context.ts';
import { DELIVERIES_CHANNEL } from './deliver.ts';
import { type WebhookForm, webhookDeliveries, webhookEndpoints } from './tables.ts';

/** Which event goes to whom. */
const formOf: Record<string, WebhookForm> = {
  'message.received': 'incoming',
  'account.status_changed': 'status',
  'account.import_finished': 'account',
};

/** Turns new events into posts to be made, one for each endpoint that wants to know. */
export function fanOut(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'webhooks', async (tx, events) => {
    const told = events.filter((e) => formOf[e.type]);
    if (told.length === 0) return;
    const endpoints = await tx
      .select()
      .from(webhookEndpoints)
      .where(
        and(
          inArray(webhookEndpoints.workspaceId, [...new Set(told.map((e) => e.workspaceId))]),
          isNull(webhookEndpoints.disabledAt),
        ),
      );
    const now = app.clock.now();
    const deliveries = told.flatMap((event) =>
      endpoints
        .filter((e) => e.workspaceId === event.workspaceId && e.form === formOf[event.type])
        .map((endpoint) => ({
          workspaceId: event.workspaceId,
          endpointId: endpoint.id,
          eventId: event.id,
          status: 'pending' as const,
          dueAt: now,
          createdAt: now,
        })),
    );
    if (deliveries.length === 0) return;
    await tx.insert(webhookDeliveries).values(deliveries).onConflictDoNothing();
    await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
  });
}
