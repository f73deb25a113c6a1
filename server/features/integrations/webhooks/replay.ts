import { and, eq, sql } from 'drizzle-orm';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { findEvents, nextTimeCursor, type TimeCursor } from '../../events/find-events.ts';
import { addDeliveries, DELIVERIES_CHANNEL } from './fan-out.ts';
import { findEndpoint } from './find-endpoint.ts';
import { webhookDeliveries, webhookEndpoints } from './tables.ts';
import { texts } from './texts.ts';

/** Put back in one transaction. */
const CHUNK = 500;
/** Chunks of one call; whoever wants more calls again. */
const MOST_CHUNKS = 40;

/**
 * Has one post made again, now; it has a day of its own again.
 * @throws AppError not_found, conflict while its endpoint is disabled
 */
export async function replayOne(app: App, caller: Caller, id: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const [known] = await tx
      .select({ disabledAt: webhookEndpoints.disabledAt, removedAt: webhookEndpoints.removedAt })
      .from(webhookDeliveries)
      .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
      .where(
        and(eq(webhookDeliveries.workspaceId, caller.workspaceId), eq(webhookDeliveries.id, id)),
      );
    if (!known || known.removedAt) throw new AppError('not_found', texts.noDelivery);
    if (known.disabledAt) throw new AppError('conflict', texts.disabled);
    await putBack(app, tx, sql`d.id = ${id}`);
    await tellOfReplay(app, tx, caller, 1);
  });
}

/**
 * Has dead posts made again, oldest first, in chunks and up to a bound. Those of disabled
 * endpoints stay dead.
 * @param from where an earlier call stopped
 * @returns how many were put back, and where it stopped if there is more
 */
export async function replayDead(
  app: App,
  caller: Caller,
  endpointId: number | undefined,
  from: number | undefined,
): Promise<{ replayed: number; next: number | undefined }> {
  if (endpointId !== undefined) {
    const { disabledAt } = await findEndpoint(app.db, caller.workspaceId, endpointId);
    if (disabledAt) throw new AppError('conflict', texts.disabled);
  }
  let replayed = 0;
  let last = from ?? 0;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const ids = await app.database.transaction(async (tx) => {
      const ids = await putBack(
        app,
        tx,
        sql`d.id in (
          select id from webhook_deliveries
          where workspace_id = ${caller.workspaceId} and status = 'dead' and id > ${last}
            and endpoint_id in (select id from webhook_endpoints
              where workspace_id = ${caller.workspaceId} and disabled_at is null)
            ${endpointId === undefined ? sql`` : sql`and endpoint_id = ${endpointId}`}
          order by id limit ${CHUNK})`,
      );
      await tellOfReplay(app, tx, caller, ids.length);
      return ids;
    });
    replayed += ids.length;
    last = ids.reduce((most, id) => Math.max(most, id), last);
    if (ids.length < CHUNK) return { replayed, next: undefined };
  }
  return { replayed, next: last };
}

/**
 * Has an endpoint told again of everything since a moment, also of what happened while it was
 * disabled; in chunks and up to a bound. Posts carry the ids they had: receivers know them by these.
 * @param from where an earlier call stopped
 * @throws AppError not_found, conflict while it is disabled
 */
export async function replaySince(
  app: App,
  caller: Caller,
  endpointId: number,
  since: Date,
  from: TimeCursor | undefined,
): Promise<{ replayed: number; next: string | null }> {
  const { workspaceId } = caller;
  const endpoint = await findEndpoint(app.db, workspaceId, endpointId);
  if (endpoint.disabledAt) throw new AppError('conflict', texts.disabled);
  // What a replay itself brings about is no part of it.
  const filter = { types: endpoint.eventTypes, since, until: app.clock.now() };
  let replayed = 0;
  let after = from;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const page = { order: 'oldest' as const, limit: CHUNK, after };
    const events = await findEvents(app, workspaceId, filter, page);
    replayed += await app.database.transaction(async (tx) => {
      const posts = events.map((event) => ({ endpoint, event }));
      const added = await addDeliveries(app, tx, posts, true);
      await tellOfReplay(app, tx, caller, added);
      return added;
    });
    after = events.at(-1) ?? after;
    if (events.length < CHUNK) return { replayed, next: null };
  }
  return { replayed, next: after ? nextTimeCursor([after], 1) : null };
}

/** One that is being posted at this moment is left to its outcome. @returns the ids */
async function putBack(app: App, tx: Db, which: ReturnType<typeof sql>): Promise<number[]> {
  const now = at(app.clock.now());
  const rows = await selectRows(
    tx,
    { id: int },
    sql`
      update webhook_deliveries d set status = 'pending', attempts = 0, due_at = ${now},
        replayed_at = ${now}, finished_at = null
      where ${which} returning d.id`,
  );
  return rows.map((row) => row.id);
}

async function tellOfReplay(
  app: App,
  tx: Db,
  { workspaceId, actor }: Caller,
  deliveries: number,
): Promise<void> {
  if (deliveries === 0) return;
  await recordEvents(tx, [
    { workspaceId, type: 'webhook.replayed', at: app.clock.now(), actor, data: { deliveries } },
  ]);
  await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
}
