import { z } from 'zod';
import { connectBot, connectionOf, disconnectBot } from '../world/business/connect-bot.ts';
import { type BusinessConnection, businessRights } from '../world/business/connection.ts';
import { botById } from './bot-routes.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { notFound } from './control-error.ts';
import { idParams, success } from './schemas.ts';

const connectionJson = z.object({
  id: z.string(),
  bot: z.number(),
  rights: z.array(z.enum(businessRights)),
  excluded: z.array(z.number()),
});

/** Routes that connect bots to people's accounts. */
export function businessRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/business',
    {
      schema: {
        summary: 'Connect a bot to this account (a Premium one), or change what it may do',
        params: idParams,
        body: z.strictObject({
          bot: z.number().int(),
          rights: z.array(z.enum(businessRights)).default(['reply', 'readMessages']),
          excluded: z.array(z.number().int()).default([]).describe('People whose chats it leaves'),
        }),
        response: { 200: connectionJson },
      },
    },
    async ({ params, body }) => {
      const user = userById(box, params.id);
      const bot = botById(box, body.bot);
      const rights = Object.fromEntries(body.rights.map((right) => [right, true]));
      return show(connectBot(box.world, user, bot.id, rights, body.excluded));
    },
  );

  app.get(
    '/control/users/:id/business',
    {
      schema: {
        summary: 'Which bot is connected to this account',
        params: idParams,
        response: { 200: connectionJson },
      },
    },
    async ({ params }) => {
      const connection = connectionOf(box.world, userById(box, params.id).id);
      if (!connection) throw notFound(`bot connected to user ${params.id}`);
      return show(connection);
    },
  );

  app.delete(
    '/control/users/:id/business',
    {
      schema: {
        summary: 'Disconnect the bot',
        params: idParams,
        response: { 200: success },
      },
    },
    async ({ params }) => {
      if (!disconnectBot(box.world, userById(box, params.id).id)) {
        throw notFound(`bot connected to user ${params.id}`);
      }
      return { success: true as const };
    },
  );
}

function show({
  botId,
  excluded,
  id,
  rights,
}: BusinessConnection): z.output<typeof connectionJson> {
  const held = businessRights.filter((right) => rights[right]);
  return { id, bot: botId, rights: held, excluded: [...excluded] };
}
