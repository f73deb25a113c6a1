import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  deliveriesAnswer,
  deliveriesQuery,
  replayAllBody,
  replayAnswer,
} from '../../../../contract/webhooks.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import { enCount, ruCount, type Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { type Caller, defineRoute, type Route } from '../../../feature.ts';
import { DELIVERIES_CHANNEL } from './deliver.ts';
import { listDeliveries } from './list-deliveries.ts';
import { webhookDeliveries } from './tables.ts';

const tag = 'Webhooks';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/webhooks/deliveries',
    permission: 'webhooks.read',
    summary: 'Posts to webhooks, newest first; status=dead lists those given up',
    tag,
    query: deliveriesQuery,
    answers: { 200: deliveriesAnswer },
    handle: async ({ app, caller, query }) => {
      const rows = await listDeliveries(app, caller.workspaceId, {
        status: query.status,
        limit: query.limit,
        beforeId: readCursor(query.after),
      });
      return {
        success: true,
        deliveries: rows.map(({ delivery, endpoint }) => ({
          id: delivery.id,
          event_id: delivery.eventId,
          form: endpoint.form,
          url: endpoint.url,
          status: delivery.status,
          attempts: delivery.attempts,
          next_attempt_at: delivery.dueAt?.toISOString() ?? null,
          last_status: delivery.lastStatus,
          last_error: delivery.lastError,
          created_at: delivery.createdAt.toISOString(),
          finished_at: delivery.finishedAt?.toISOString() ?? null,
        })),
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
    params: z.object({ id: z.coerce.number().int() }),
    body: z.unknown(),
    answers: { 200: replayAnswer },
    handle: async ({ app, caller, params }) => {
      const replayed = await replay(app, caller, sql`id = ${params.id}`);
      if (replayed === 0) throw new AppError('not_found', texts.notFound);
      return { success: true, message: texts.replayed(replayed)[caller.language], replayed };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/replay',
    permission: 'webhooks.write',
    summary: 'Post all dead ones again',
    tag,
    body: replayAllBody,
    answers: { 200: replayAnswer },
    handle: async ({ app, caller }) => {
      const replayed = await replay(app, caller, sql`status = 'dead'`);
      return { success: true, message: texts.replayed(replayed)[caller.language], replayed };
    },
  }),
];

/** A replayed post has a day of its own again. @returns how many were put back */
async function replay(app: App, caller: Caller, which: ReturnType<typeof sql>): Promise<number> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const rows = await tx
      .update(webhookDeliveries)
      .set({
        status: 'pending',
        attempts: 0,
        dueAt: now,
        createdAt: now,
        claimedUntil: null,
        finishedAt: null,
      })
      .where(and(eq(webhookDeliveries.workspaceId, caller.workspaceId), which))
      .returning({ id: webhookDeliveries.id });
    if (rows.length === 0) return 0;
    await recordEvents(tx, [
      {
        workspaceId: caller.workspaceId,
        type: 'webhook.replayed',
        at: now,
        actor: caller.actor,
        data: { deliveries: rows.length },
      },
    ]);
    await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
    return rows.length;
  });
}

const texts = {
  notFound: { ru: 'Такой отправки вебхука нет.', en: 'There is no such webhook delivery.' },
  replayed: (n: number): Text => ({
    ru: `Будет отправлено заново: ${ruCount(n, ['вебхук', 'вебхука', 'вебхуков'])}`,
    en: `Will be posted again: ${enCount(n, 'delivery', 'deliveries')}`,
  }),
};
