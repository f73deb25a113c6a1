import { z } from 'zod';
import { wholeMarkupJson } from '../bot-api/views/markup-json.ts';
import type { Chat } from '../world/chats/chat.ts';
import { postMessage } from '../world/chats/post-message.ts';
import { viewsOf } from '../world/chats/view-posts.ts';
import type { Message } from '../world/messages/message.ts';
import { type Box, chatById, messageById, userById } from './box.ts';
import { chatParams } from './chat-schemas.ts';
import type { ControlApp } from './control-app.ts';
import { chatMessageJson, chatMessagesQuery, newChatMessage } from './message-schemas.ts';
import { readContent } from './read-content.ts';
import { showMedia, typeOf } from './show-media.ts';

/** Routes that write into chats as a person, and show what was written there. */
export function chatMessageRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/chats/:id/messages',
    {
      schema: {
        summary: 'Write into a chat as a person',
        description: 'The rules of the world hold: who may not write there is refused.',
        params: chatParams,
        body: newChatMessage,
        response: { 200: z.object({ id: z.number(), number: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const chat = chatById(box, params.id);
      const from = userById(box, body.from);
      const replyTo = body.replyTo === undefined ? undefined : messageById(box, body.replyTo);
      const draft = { ...(await readContent(box, body)), replyTo, topicId: body.topic };
      const copy = postMessage(box.world, from, chat, draft);
      return { id: copy.message.id, number: copy.id };
    },
  );

  app.get(
    '/control/chats/:id/messages',
    {
      schema: {
        summary: 'Read what was written in a chat, in the order it was',
        params: chatParams,
        querystring: chatMessagesQuery,
        response: {
          200: z.object({ messages: z.array(chatMessageJson), next: z.number().nullable() }),
        },
      },
    },
    async ({ params, query }) => page(chatById(box, params.id), query),
  );
}

function page(chat: Chat, query: z.output<typeof chatMessagesQuery>) {
  const messages: z.output<typeof chatMessageJson>[] = [];
  for (let i = firstAfter(chat.written, query.after); i < chat.written.length; i++) {
    const message = chat.written[i];
    if (!message || (query.topic !== undefined && message.topicId !== query.topic)) continue;
    if (messages.length === query.limit) return { messages, next: messages.at(-1)?.id ?? null };
    messages.push(showChatMessage(message));
  }
  return { messages, next: null };
}

function firstAfter(messages: readonly Message[], id: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function showChatMessage(message: Message): z.output<typeof chatMessageJson> {
  return {
    id: message.id,
    number: message.copies[0]?.id ?? 0,
    from: message.fromId,
    date: message.date,
    type: typeOf(message.media),
    text: message.text,
    media: message.media ? showMedia(message.media) : null,
    randomId: message.randomId?.toString() ?? null,
    views: viewsOf(message),
    silent: message.silent,
    deleted: message.copies.every((copy) => copy.deleted),
    replyTo: message.replyTo?.id ?? null,
    editDate: message.editDate ?? null,
    topic: message.topicId ?? null,
    service: message.service?.kind ?? null,
    replyMarkup: message.markup ? wholeMarkupJson(message.markup) : null,
  };
}
