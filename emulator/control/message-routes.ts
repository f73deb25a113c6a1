import { z } from 'zod';
import { sendMessage } from '../world/messages/send-message.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { listMessages } from './list-messages.ts';
import { messageJson, messagesQuery } from './message-schemas.ts';
import { idParams } from './schemas.ts';

/** Routes that write as a person and read what was written. */
export function messageRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/messages',
    {
      schema: {
        summary: 'Write as this person',
        params: idParams,
        body: z.strictObject({ to: z.number().int(), text: z.string() }),
        response: { 200: z.object({ id: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const from = userById(box, params.id);
      const to = userById(box, body.to);
      return { id: sendMessage(box.world, from, to, { text: body.text }).message.id };
    },
  );

  app.get(
    '/control/messages',
    {
      schema: {
        summary: 'Read what was written, in the order it was',
        querystring: messagesQuery,
        response: {
          200: z.object({ messages: z.array(messageJson), next: z.number().nullable() }),
        },
      },
    },
    async ({ query }) => listMessages(box.world, query),
  );
}
