import { z } from 'zod';
import type { Media } from '../world/messages/message.ts';
import { readHistory } from '../world/messages/read-history.ts';
import { sendMessage } from '../world/messages/send-message.ts';
import { announce } from '../world/world.ts';
import { type Box, messageById, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { notFound } from './control-error.ts';
import { listMessages } from './list-messages.ts';
import { messageJson, messagesQuery, newMessage } from './message-schemas.ts';
import { readContent } from './read-content.ts';
import { idParams, numberText, success } from './schemas.ts';

/** Routes that write, read and type as a person, and show what was written. */
export function messageRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/messages',
    {
      schema: {
        summary: 'Write as this person',
        description: 'The rules of the world hold: a blocked person is refused as by Telegram.',
        params: idParams,
        body: newMessage,
        response: { 200: z.object({ id: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const from = userById(box, params.id);
      const to = userById(box, body.to);
      const replyTo = body.replyTo === undefined ? undefined : messageById(box, body.replyTo);
      const draft = { ...(await readContent(box, body)), replyTo };
      return { id: sendMessage(box.world, from, to, draft).message.id };
    },
  );

  app.post(
    '/control/users/:id/read',
    {
      schema: {
        summary: 'Read all that another person wrote to this one',
        params: idParams,
        body: z.strictObject({ from: z.number().int() }),
        response: { 200: success },
      },
    },
    async ({ params, body }) => {
      readHistory(box.world, userById(box, params.id).id, userById(box, body.from).id, 0);
      return { success: true as const };
    },
  );

  app.post(
    '/control/users/:id/typing',
    {
      schema: {
        summary: 'Show another person that this one is typing',
        params: idParams,
        body: z.strictObject({ to: z.number().int() }),
        response: { 200: success },
      },
    },
    async ({ params, body }) => {
      const fromId = userById(box, params.id).id;
      const viewerId = userById(box, body.to).id;
      announce(box.world, { kind: 'typing', viewerId, fromId, action: 'typing' });
      return { success: true as const };
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

  app.get(
    '/control/messages/:id/media',
    {
      schema: {
        summary: 'The file of a message, as it is',
        params: z.object({ id: numberText.describe('The id of a message') }),
      },
    },
    async ({ params }, reply) => {
      const { media } = messageById(box, params.id);
      const file = media && fileOf(media);
      if (!file) throw notFound(`file in message ${params.id}`);
      return reply.type(file.mimeType).send(file.bytes);
    },
  );
}

function fileOf(media: Media): { bytes: Buffer; mimeType: string } | undefined {
  if (media.kind === 'document') return media.document;
  const largest = media.kind === 'photo' ? media.photo.sizes.at(-1) : undefined;
  return largest && { bytes: largest.bytes, mimeType: 'image/jpeg' };
}
