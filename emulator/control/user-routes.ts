import { z } from 'zod';
import { createUser } from '../world/users/create-user.ts';
import type { User } from '../world/users/user.ts';
import type { Box } from './box.ts';
import { userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { idParams, pageQuery } from './schemas.ts';
import { newUser, userJson } from './user-schemas.ts';

/** Routes that make people and show them. */
export function userRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users',
    {
      schema: {
        summary: 'Make a person',
        body: newUser,
        response: { 200: z.object({ id: z.number() }) },
      },
    },
    async (request) => ({ id: createUser(box.world, request.body).id }),
  );

  app.get(
    '/control/users',
    {
      schema: {
        summary: 'List people, by id',
        querystring: pageQuery,
        response: { 200: z.object({ users: z.array(userJson), next: z.number().nullable() }) },
      },
    },
    async ({ query }) => {
      const ids = [...box.world.users.keys()]
        .sort((a, b) => a - b)
        .filter((id) => id > query.after);
      const page = ids.slice(0, query.limit);
      return {
        users: page.map((id) => showUser(box, userById(box, id))),
        next: ids.length > page.length ? (page.at(-1) ?? null) : null,
      };
    },
  );

  app.get(
    '/control/users/:id',
    { schema: { summary: 'Show a person', params: idParams, response: { 200: userJson } } },
    async ({ params }) => showUser(box, userById(box, params.id)),
  );
}

function showUser(box: Box, user: User): z.output<typeof userJson> {
  return {
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName ?? null,
    username: user.username ?? null,
    phone: user.phone ?? null,
    bot: user.bot,
    premium: user.premium,
    sessions: box.world.keysByUser.get(user.id)?.size ?? 0,
  };
}
