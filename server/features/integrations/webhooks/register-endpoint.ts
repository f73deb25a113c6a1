import { and, count, eq, isNull } from 'drizzle-orm';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import { isInternalHost } from '../../../base/http/guarded-agent.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { unknownPatterns } from '../../events/event-types.ts';
import { homeWorkspaceId } from '../../workspace/ensure-workspace.ts';
import { workspaces } from '../../workspace/tables.ts';
import { newSecret, sealSecret } from './secrets.ts';
import { type Endpoint, webhookEndpoints } from './tables.ts';
import { MOST_ENDPOINTS, texts } from './texts.ts';

export type NewEndpoint = {
  url: string;
  eventTypes: string[];
  description: string;
  isEnabled: boolean;
};

/**
 * Adds an address that is told of some types of events.
 * @returns its secret too, which is known only now
 * @throws AppError invalid_request for an internal address or unknown types, conflict
 */
export async function registerEndpoint(
  app: App,
  { workspaceId, actor }: Caller,
  input: NewEndpoint,
): Promise<{ endpoint: Endpoint; secret: string }> {
  checkTypes(input.eventTypes);
  await checkAddress(app, workspaceId, input.url);
  const now = app.clock.now();
  const secret = newSecret();
  const endpoint = await app.database.transaction(async (tx) => {
    // Those who add at the same time take turns, or there would be more than allowed.
    await tx
      .select({ id: workspaces.id })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId))
      .for('no key update');
    const [known] = await tx
      .select({ endpoints: count() })
      .from(webhookEndpoints)
      .where(
        and(eq(webhookEndpoints.workspaceId, workspaceId), isNull(webhookEndpoints.removedAt)),
      );
    if ((known?.endpoints ?? 0) >= MOST_ENDPOINTS) throw new AppError('conflict', texts.tooMany);
    const [added] = await tx
      .insert(webhookEndpoints)
      .values({
        workspaceId,
        url: input.url,
        eventTypes: input.eventTypes,
        description: input.description,
        secret: sealSecret(app, workspaceId, secret),
        createdAt: now,
        ...(!input.isEnabled && { disabledAt: now, disabledBecause: 'operator' as const }),
      })
      .returning();
    if (!added) throw new Error('the endpoint was not stored');
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'webhook.endpoint_created',
        at: now,
        actor,
        data: { endpoint_id: added.id },
      },
    ]);
    return added;
  });
  return { endpoint, secret };
}

/** @throws AppError invalid_request when a pattern fits no event there is */
export function checkTypes(patterns: readonly string[]): void {
  const unknown = unknownPatterns(patterns);
  if (unknown.length > 0) throw new AppError('invalid_request', texts.unknownTypes(unknown));
}

/**
 * Tells of an internal address at once, and of a password, which lists would show. Names are looked at when a post connects: where they lead
 * may change.
 * @throws AppError invalid_request
 */
export async function checkAddress(app: App, workspaceId: number, url: string): Promise<void> {
  const { origin, hostname, username, password } = new URL(url);
  if (username || password) throw new AppError('invalid_request', texts.credentials);
  if (!isInternalHost(hostname.replace(/^\[|\]$/g, ''))) return;
  const isHome = workspaceId === (await homeWorkspaceId(app));
  if (isHome && app.config.internalOrigins.includes(origin)) return;
  throw new AppError('invalid_request', texts.internal(hostname));
}
