import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { endpointView } from '../../../../contract/webhooks.ts';
import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { type Endpoint, webhookEndpoints } from './tables.ts';
import { texts } from './texts.ts';

/**
 * One endpoint of a workspace.
 * @throws AppError not_found
 */
export async function findEndpoint(db: Db, workspaceId: number, id: number): Promise<Endpoint> {
  const [endpoint] = await db.select().from(webhookEndpoints).where(oneEndpoint(workspaceId, id));
  if (!endpoint) throw new AppError('not_found', texts.noEndpoint);
  return endpoint;
}

/**
 * The same, locked to be changed: one that was registered over the API.
 * @throws AppError not_found, conflict
 */
export async function lockOwnEndpoint(tx: Db, workspaceId: number, id: number): Promise<Endpoint> {
  const [endpoint] = await tx
    .select()
    .from(webhookEndpoints)
    .where(oneEndpoint(workspaceId, id))
    .for('update');
  if (!endpoint) throw new AppError('not_found', texts.noEndpoint);
  if (endpoint.form !== null) throw new AppError('conflict', texts.ofEnvironment);
  return endpoint;
}

/** One page of the endpoints of a workspace, newest first. */
export function listEndpoints(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<Endpoint[]> {
  return app.db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.workspaceId, workspaceId),
        isNull(webhookEndpoints.removedAt),
        page.beforeId === undefined ? undefined : lt(webhookEndpoints.id, page.beforeId),
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(page.limit);
}

/** An endpoint as the API shows it: never with its secret. */
export function viewEndpoint(app: App, endpoint: Endpoint): z.output<typeof endpointView> {
  const { previousSecretUntil: until } = endpoint;
  return {
    id: endpoint.id,
    form: endpoint.form,
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    description: endpoint.description,
    enabled: endpoint.disabledAt === null,
    disabled_at: endpoint.disabledAt?.toISOString() ?? null,
    disabled_because: endpoint.disabledBecause,
    failing_since: endpoint.failingSince?.toISOString() ?? null,
    previous_secret_until: until && until > app.clock.now() ? until.toISOString() : null,
    created_at: endpoint.createdAt.toISOString(),
  };
}

function oneEndpoint(workspaceId: number, id: number) {
  return and(
    eq(webhookEndpoints.workspaceId, workspaceId),
    eq(webhookEndpoints.id, id),
    isNull(webhookEndpoints.removedAt),
  );
}
