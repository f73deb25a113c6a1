import { z } from 'zod';
import { loadSchema } from '../mtproto/tl/load-schema.ts';
import { issueKey } from '../world/sessions/issue-key.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { idParams } from './schemas.ts';
import { sessionData, stringSession } from './session-formats/string-session.ts';

const stringFormat = z.enum(['mtcute', 'telethon', 'gramjs', 'pyrogram']);

/** Routes that hand out sessions that are signed in already. */
export function sessionRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/session',
    {
      schema: {
        summary: 'Sign the person in somewhere and hand out that session',
        params: idParams,
        body: z.strictObject({ format: stringFormat }),
        response: { 200: z.object({ session: z.string() }) },
      },
    },
    async ({ params, body }) => {
      const user = userById(box, params.id);
      const key = issueKey(box.world, user, loadSchema().layer);
      return { session: stringSession(body.format, sessionData(box.server.dc, user, key.key)) };
    },
  );
}
