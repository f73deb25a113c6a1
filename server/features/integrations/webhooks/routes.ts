import { z } from 'zod';
import {
  deliveriesAnswer,
  deliveriesQuery,
  replayAllBody,
  replayAnswer,
  replayBatchAnswer,
  replaySinceBody,
} from '../../../../contract/webhooks.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import { defineRoute, type Route } from '../../../feature.ts';
import { readTimeCursor } from '../../events/find-events.ts';
import { endpointRoutes } from './endpoint-routes.ts';
import { listDeliveries } from './list-deliveries.ts';
import { replayDead, replayOne, replaySince } from './replay.ts';
import { texts } from './texts.ts';

const tag = 'Webhooks';
const params = z.object({ id: z.coerce.number().int().positive() });

export const routes: Route[] = [
  ...endpointRoutes,
  defineRoute({
    method: 'GET',
    path: '/webhooks/deliveries',
    permission: 'webhooks.read',
    summary: 'Posts to webhooks, newest first; status=dead lists those given up',
    tag,
    query: deliveriesQuery,
    answers: { 200: deliveriesAnswer },
    handle: async ({ app, caller, query }) => {
      const rows = await listDeliveries(
        app,
        caller.workspaceId,
        { status: query.status, endpointId: query.endpoint_id },
        { limit: query.limit, beforeId: readCursor(query.after) },
      );
      return {
        success: true,
        deliveries: rows.map(deliveryView),
        next: nextCursor(
          rows.map((row) => row.delivery),
          query.limit,
        ),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/deliveries/:id/replay',
    permission: 'webhooks.write',
    summary: 'Post one again',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: replayAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      await replayOne(app, caller, id);
      return { success: true, message: texts.replayed(1)[caller.language], replayed: 1 };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/replay',
    permission: 'webhooks.write',
    summary: 'Post all dead ones again',
    description: 'Up to 20,000 a call: while `next` is not null, ask again with it as `after`.',
    tag,
    body: replayAllBody,
    answers: { 200: replayBatchAnswer },
    handle: async ({ app, caller, body }) => {
      const from = readCursor(body.after);
      const { replayed, next } = await replayDead(app, caller, body.endpoint_id, from);
      return {
        success: true,
        message: texts.replayed(replayed)[caller.language],
        replayed,
        next: next === undefined ? null : String(next),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/endpoints/:id/replay',
    permission: 'webhooks.write',
    summary: 'Post everything since a moment again, also what was never posted',
    description: 'Up to 20,000 a call: while `next` is not null, ask again with it as `after`.',
    tag,
    params,
    body: replaySinceBody,
    answers: { 200: replayBatchAnswer },
    handle: async ({ app, caller, params: { id }, body }) => {
      const from = readTimeCursor(body.after);
      const { replayed, next } = await replaySince(app, caller, id, body.since, from);
      const message = texts.replayed(replayed)[caller.language];
      return { success: true, message, replayed, next };
    },
  }),
];

type Listed = Awaited<ReturnType<typeof listDeliveries>>[number];

function deliveryView({ delivery, endpoint, type }: Listed) {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    type,
    endpoint_id: endpoint.id,
    form: endpoint.form,
    url: endpoint.url,
    status: delivery.status,
    attempts: delivery.attempts,
    next_attempt_at: delivery.dueAt?.toISOString() ?? null,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    created_at: delivery.createdAt.toISOString(),
    replayed_at: delivery.replayedAt?.toISOString() ?? null,
    finished_at: delivery.finishedAt?.toISOString() ?? null,
  };
}
