import type { z } from 'zod';
import { wholeMarkupJson } from '../bot-api/views/markup-json.ts';
import { isChatId } from '../world/chats/chat-id.ts';
import { boxOf } from '../world/messages/box-of.ts';
import type { Copy, Message } from '../world/messages/message.ts';
import type { World } from '../world/world.ts';
import type { messageJson, messagesQuery } from './message-schemas.ts';
import { showMedia, typeOf } from './show-media.ts';

type MessageJson = z.output<typeof messageJson>;

/** A page of private messages. It walks one person's messages, or the world's, from `after` on. */
export function listMessages(
  world: World,
  query: z.output<typeof messagesQuery>,
): { messages: MessageJson[]; next: number | null } {
  const source = sourceOf(world, query);
  const messages: MessageJson[] = [];
  for (let i = source.firstAfter(query.after); i < source.length; i++) {
    const message = source.at(i);
    if (!message || isChatId(message.toId)) continue;
    if (query.from !== undefined && message.fromId !== query.from) continue;
    if (query.to !== undefined && message.toId !== query.to) continue;
    if (messages.length === query.limit) {
      return { messages, next: messages.at(-1)?.id ?? null };
    }
    messages.push(showMessage(world, message));
  }
  return { messages, next: null };
}

type Source = {
  length: number;
  at(index: number): Message | undefined;
  firstAfter(id: number): number;
};

function sourceOf(
  world: World,
  query: { from?: number | undefined; to?: number | undefined },
): Source {
  const { messages } = world;
  if (query.from !== undefined) return copiesSource(world.boxes.get(query.from)?.outgoing ?? []);
  if (query.to !== undefined) return copiesSource(world.boxes.get(query.to)?.incoming ?? []);
  return { length: messages.length, at: (index) => messages[index], firstAfter: (id) => id };
}

function copiesSource(copies: readonly Copy[]): Source {
  return {
    length: copies.length,
    at: (index) => copies[index]?.message,
    firstAfter(id) {
      let low = 0;
      let high = copies.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((copies[middle]?.message.id ?? 0) <= id) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/** A message as the control API shows it. */
function showMessage(world: World, message: Message): MessageJson {
  const [sent, received = sent] = message.copies;
  const dialog = boxOf(world, message.toId).dialogs.get(message.fromId);
  return {
    id: message.id,
    from: message.fromId,
    to: message.toId,
    date: message.date,
    type: typeOf(message.media),
    text: message.startParam ? `${message.text} ${message.startParam}` : message.text,
    media: message.media ? showMedia(message.media) : null,
    randomId: message.randomId?.toString() ?? null,
    silent: message.silent,
    seen: received !== undefined && (dialog?.readInboxMaxId ?? 0) >= received.id,
    deleted: message.copies.every((copy) => copy.deleted),
    idForSender: sent?.id ?? 0,
    idForReceiver: received?.id ?? 0,
    replyTo: message.replyTo?.id ?? null,
    editDate: message.editDate ?? null,
    replyMarkup: message.markup ? wholeMarkupJson(message.markup) : null,
  };
}
