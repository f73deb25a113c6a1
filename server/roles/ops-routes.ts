import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { App } from '../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../feature.ts';
import { httpTexts } from './texts.ts';

const tag = 'Operation';

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
        await app.db.execute(sql`select 1`).catch((cause) => {
          throw new AppError('not_ready', httpTexts.notReady, { cause });
        });
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
