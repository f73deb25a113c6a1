import { z } from 'zod';
import { sendWebAppData, signInitData } from '../world/bots/web-app.ts';
import { botById } from './bot-routes.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { idParams } from './schemas.ts';

/** Routes of people who have a Mini App open. */
export function webAppRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/init-data',
    {
      schema: {
        summary: 'Open a Mini App of a bot as this person',
        description: 'What the app is told of them, signed with the token by Telegram’s rule.',
        params: idParams,
        body: z.strictObject({
          bot: z.number().int(),
          query: z
            .boolean()
            .default(false)
            .describe('Opened by a button under a message: the bot may answer the query'),
          startParam: z
            .string()
            .regex(/^[\w-]{0,512}$/)
            .optional(),
        }),
        response: { 200: z.object({ initData: z.string(), queryId: z.string().nullable() }) },
      },
    },
    async ({ params, body }) => {
      const bot = botById(box, body.bot);
      const { initData, queryId } = signInitData(box.world, bot, userById(box, params.id), body);
      return { initData, queryId: queryId ?? null };
    },
  );

  app.post(
    '/control/users/:id/web-app-data',
    {
      schema: {
        summary: 'Send data to a bot from a Mini App that a key of its keyboard opened',
        params: idParams,
        body: z.strictObject({ bot: z.number().int(), button: z.string(), data: z.string() }),
        response: { 200: z.object({ id: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const bot = userById(box, botById(box, body.bot).id);
      const { message } = sendWebAppData(box.world, userById(box, params.id), bot, body);
      return { id: message.id };
    },
  );
}
