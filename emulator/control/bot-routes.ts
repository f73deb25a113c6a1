import { z } from 'zod';
import type { Bot } from '../world/bots/bot.ts';
import { createBot } from '../world/bots/create-bot.ts';
import { startBot } from '../world/bots/start-bot.ts';
import { setBlocked } from '../world/contacts/set-blocked.ts';
import { botJson, limitChange, limitJson, newBot } from './bot-schemas.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { notFound } from './control-error.ts';
import { idParams, success } from './schemas.ts';

/** Routes that make bots, and people who start and block them. */
export function botRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/bots',
    { schema: { summary: 'Make a bot', body: newBot, response: { 200: botJson } } },
    async ({ body }) => showBot(box, createBot(box.world, body)),
  );

  app.get(
    '/control/bots',
    {
      schema: {
        summary: 'List the bots, the first made first',
        response: { 200: z.object({ bots: z.array(botJson) }) },
      },
    },
    async () => ({ bots: [...box.world.bots.values()].map((bot) => showBot(box, bot)) }),
  );

  app.get(
    '/control/bots/limits',
    { schema: { summary: 'How much bots may send', response: { 200: limitJson } } },
    async () => box.botApi.limits.settings,
  );

  app.patch(
    '/control/bots/limits',
    {
      schema: {
        summary: 'Change how much bots may send; what was sent until now is forgotten',
        body: limitChange,
        response: { 200: limitJson },
      },
    },
    async ({ body }) => {
      const { limits } = box.botApi;
      Object.assign(limits.settings, body);
      limits.reset();
      return limits.settings;
    },
  );

  app.post(
    '/control/users/:id/start',
    {
      schema: {
        summary: 'Start a bot as this person, as if by its link',
        params: idParams,
        body: z.strictObject({ bot: z.number().int(), param: z.string().default('') }),
        response: { 200: z.object({ id: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const person = userById(box, params.id);
      const bot = userById(box, botById(box, body.bot).id);
      return { id: startBot(box.world, person, bot, body.param).message.id };
    },
  );

  app.post(
    '/control/users/:id/block',
    {
      schema: {
        summary: 'Block somebody as this person, or let them in again',
        params: idParams,
        body: z.strictObject({ user: z.number().int(), blocked: z.boolean().default(true) }),
        response: { 200: success },
      },
    },
    async ({ params, body }) => {
      const person = userById(box, params.id);
      setBlocked(box.world, person, userById(box, body.user), body.blocked);
      return { success: true as const };
    },
  );
}

/** @throws ControlError not_found */
export function botById(box: Box, id: number): Bot {
  const bot = box.world.bots.get(id);
  if (!bot) throw notFound(`bot ${id}`);
  return bot;
}

function showBot(box: Box, { id, token }: Bot): z.output<typeof botJson> {
  const { username = '', firstName } = userById(box, id);
  return { id, token, username, firstName };
}
