import { z } from 'zod';
import type { Box } from './box.ts';
import type { ControlApp } from './control-app.ts';

const LONGEST_ADVANCE_SECONDS = 10 * 366 * 24 * 60 * 60;

const clockChange = z.strictObject({
  now: z.iso.datetime({ offset: true }).optional().describe('Jumps without running what is due'),
  frozen: z.boolean().optional(),
  rate: z.number().min(0).max(1_000_000).optional().describe("World's seconds in a real second"),
  advanceSeconds: z
    .number()
    .min(0)
    .max(LONGEST_ADVANCE_SECONDS)
    .optional()
    .describe('Moves time forward and runs all that falls due on the way, before the answer'),
});

const clockJson = z.object({
  now: z.string(),
  rate: z.number(),
  frozen: z.boolean(),
  appointments: z.number().describe('How many things are going to happen by themselves'),
});

/** Routes of the world's clock. */
export function clockRoutes(app: ControlApp, box: Box): void {
  const { clock } = box.world;
  const show = () => {
    const state = clock.state();
    return { ...state, now: new Date(state.now).toISOString() };
  };

  app.get(
    '/control/clock',
    { schema: { summary: 'Tell the time', response: { 200: clockJson } } },
    async () => show(),
  );

  app.post(
    '/control/clock',
    { schema: { summary: 'Set the time', body: clockChange, response: { 200: clockJson } } },
    async ({ body }) => {
      const { now, frozen, rate, advanceSeconds } = body;
      clock.set({ now: now === undefined ? undefined : Date.parse(now), frozen, rate });
      if (advanceSeconds !== undefined) await clock.advance(advanceSeconds * 1000);
      return show();
    },
  );
}
