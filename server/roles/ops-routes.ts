import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { App } from '../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../feature.ts';
import { httpTexts } from './texts.ts';

const tag = 'Operation';

/** A database that is silent for longer is as good as gone. */
const ANSWERS_WITHIN_MS = 5_000;

/** What those who run the server look at; open, since they tell nothing of anybody. */
export function opsRoutes(app: App): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      permission: undefined,
      summary: 'The process is alive',
      tag,
      answers: { 200: z.object({ status: z.literal('ok') }) },
      handle: async () => ({ status: 'ok' }),
    }),
    defineRoute({
      method: 'GET',
      path: '/readyz',
      permission: undefined,
      summary: 'The database answers',
      tag,
      answers: { 200: z.object({ status: z.literal('ready') }) },
      handle: async () => {
        const asked = app.db.execute(sql`select 1`).then(() => true);
        const isReady = await Promise.race([
          asked,
          pause(ANSWERS_WITHIN_MS, false, { ref: false }),
        ]).catch((cause) => {
          throw new AppError('not_ready', httpTexts.notReady, { cause });
        });
        if (!isReady) throw new AppError('not_ready', httpTexts.notReady);
        return { status: 'ready' };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      permission: undefined,
      summary: 'Figures for Prometheus',
      tag,
      answers: { 200: z.string() },
      handle: async () =>
        new CustomAnswer({
          headers: { 'content-type': app.metrics.contentType },
          body: await app.metrics.metrics(),
        }),
    }),
  ];
}
