import { z } from 'zod';
import { checkNewUser, createUser } from '../world/users/create-user.ts';
import { normalizePhone } from '../world/users/phone.ts';
import { applySettings, readSettings } from './apply-settings.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { idParams, pageQuery } from './schemas.ts';
import { showUser } from './show-user.ts';
import { newUser, newUsers, userChange, userJson } from './user-schemas.ts';

/** Routes that make people, show them and change them. */
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
    async ({ body }) => ({ id: await makeUser(box, body) }),
  );

  app.post(
    '/control/users/bulk',
    {
      schema: {
        summary: 'Make many people alike',
        body: newUsers,
        response: { 200: z.object({ ids: z.array(z.number()) }) },
      },
    },
    async ({ body: { count, username, phone, ...template } }) => {
      const firstPhone = phone === undefined ? undefined : BigInt(normalizePhone(phone));
      const wanted = Array.from({ length: count }, (_, i) => ({
        ...template,
        username: username === undefined ? undefined : `${username}${i + 1}`,
        phone: firstPhone === undefined ? undefined : String(firstPhone + BigInt(i)),
      }));
      for (const one of wanted) checkNewUser(box.world, one);
      const ids: number[] = [];
      for (const one of wanted) ids.push(await makeUser(box, one));
      return { ids };
    },
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
      const ids = [...box.world.users.keys()].filter((id) => id > query.after);
      const page = ids.sort((a, b) => a - b).slice(0, query.limit);
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

  app.patch(
    '/control/users/:id',
    {
      schema: {
        summary: 'Change a person; what the body does not name stays',
        params: idParams,
        body: userChange,
        response: { 200: userJson },
      },
    },
    async ({ params, body }) => {
      const user = userById(box, params.id);
      await applySettings(box, user, readSettings(box, body));
      return showUser(box, user);
    },
  );
}

async function makeUser(box: Box, wanted: z.output<typeof newUser>): Promise<number> {
  const { password, blocks, contacts, persona, ...identity } = wanted;
  const settings = readSettings(box, { password, blocks, contacts, persona });
  const user = createUser(box.world, identity);
  await applySettings(box, user, settings);
  return user.id;
}
