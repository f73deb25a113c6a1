import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { DELIVERIES_CHANNEL } from './fan-out.ts';
import { lockOwnEndpoint } from './find-endpoint.ts';
import { checkAddress, checkTypes } from './register-endpoint.ts';
import { newSecret, sealSecret } from './secrets.ts';
import { type Endpoint, webhookEndpoints } from './tables.ts';

export type EndpointPatch = {
  url?: string | undefined;
  eventTypes?: string[] | undefined;
  description?: string | undefined;
  isEnabled?: boolean | undefined;
};

/**
 * Changes an endpoint. Disabled, it is told of nothing new, and what had not arrived waits until
 * it is enabled again.
 * @throws AppError not_found, invalid_request, conflict for one of the environment
 */
export async function updateEndpoint(
  app: App,
  caller: Caller,
  id: number,
  patch: EndpointPatch,
): Promise<Endpoint> {
  const { url, eventTypes, description, isEnabled } = patch;
  if (eventTypes) checkTypes(eventTypes);
  if (url !== undefined) await checkAddress(app, caller.workspaceId, url);
  return app.database.transaction(async (tx) => {
    const endpoint = await lockOwnEndpoint(tx, caller.workspaceId, id);
    const columns = {
      ...(url !== undefined && { url }),
      ...(eventTypes && { eventTypes }),
      ...(description !== undefined && { description }),
      ...(isEnabled !== undefined && enabling(app, endpoint, isEnabled)),
    };
    if (Object.keys(columns).length === 0) return endpoint;
    const fields = Object.entries(patch).flatMap(([name, value]) =>
      value === undefined ? [] : [wordOf[name as keyof EndpointPatch]],
    );
    const updated = await write(app, tx, caller, endpoint, columns, {
      type: 'webhook.endpoint_updated',
      data: { fields },
    });
    await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
    return updated;
  });
}

const wordOf: Record<keyof EndpointPatch, string> = {
  url: 'url',
  eventTypes: 'event_types',
  description: 'description',
  isEnabled: 'enabled',
};

function enabling(app: App, { disabledAt }: Endpoint, isEnabled: boolean): Partial<Endpoint> {
  if (isEnabled === (disabledAt === null)) return {};
  if (!isEnabled) return { disabledAt: app.clock.now(), disabledBecause: 'operator' };
  return { disabledAt: null, disabledBecause: null, failingSince: null };
}

/**
 * Removes an endpoint with its secret. Its past posts stay in the database, unseen; nothing more
 * is posted to it.
 * @throws AppError not_found, conflict for one of the environment
 */
export async function removeEndpoint(app: App, caller: Caller, id: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const endpoint = await lockOwnEndpoint(tx, caller.workspaceId, id);
    const now = app.clock.now();
    const gone = { secret: null, previousSecret: null, previousSecretUntil: null };
    await write(
      app,
      tx,
      caller,
      endpoint,
      { ...gone, removedAt: now, disabledAt: now, disabledBecause: 'operator' },
      { type: 'webhook.endpoint_deleted', data: {} },
    );
  });
}

/**
 * Gives an endpoint a new secret. The old one signs beside it for a while, so that the receiver
 * can change over; one that was still overlapping is dropped.
 * @param overlapHours 0: the old one has leaked and signs nothing more
 * @throws AppError not_found, conflict for one of the environment
 */
export async function rotateSecret(
  app: App,
  caller: Caller,
  id: number,
  overlapHours: number,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const secret = newSecret();
  const until =
    overlapHours === 0 ? null : new Date(app.clock.now().getTime() + overlapHours * 3_600_000);
  const endpoint = await app.database.transaction(async (tx) => {
    const before = await lockOwnEndpoint(tx, caller.workspaceId, id);
    return write(
      app,
      tx,
      caller,
      before,
      {
        secret: sealSecret(app, caller.workspaceId, secret),
        previousSecret: until && before.secret,
        previousSecretUntil: until,
      },
      { type: 'webhook.secret_rotated', data: { both_until: until?.toISOString() ?? null } },
    );
  });
  return { endpoint, secret };
}

async function write(
  app: App,
  tx: Db,
  { workspaceId, actor }: Caller,
  { id }: Endpoint,
  columns: Partial<Endpoint>,
  event: { type: string; data: Record<string, unknown> },
): Promise<Endpoint> {
  const [updated] = await tx
    .update(webhookEndpoints)
    .set(columns)
    .where(eq(webhookEndpoints.id, id))
    .returning();
  if (!updated) throw new Error('the endpoint vanished under its lock');
  const { type, data } = event;
  await recordEvents(tx, [
    { workspaceId, type, at: app.clock.now(), actor, data: { endpoint_id: id, ...data } },
  ]);
  return updated;
}
