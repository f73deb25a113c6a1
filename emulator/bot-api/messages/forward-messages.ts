import type { Message, MessageId } from 'grammy/types';
import type { Copy } from '../../world/messages/message.ts';
import type { Draft } from '../../world/messages/send-message.ts';
import { flagOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { readText } from '../text/read-text.ts';
import { messageIds } from './delete-messages.ts';
import { lookUpMessage, messageOf } from './find-message.ts';
import { readSending, send } from './send.ts';

const MOST_FORWARDED = 100;

/** Forwards a message; it names who wrote it first. */
export function forwardMessage(call: BotCall): Message {
  const original = messageOf(call, source(call), 'message to forward');
  if (!mayPass(original)) throw badRequest("the message can't be forwarded");
  return send(call, readSending(call), forward(original));
}

/** The same for many; those that are gone are passed over. */
export function forwardMessages(call: BotCall): MessageId[] {
  return passOn(call, 'forward', forward);
}

/** Sends the content of a message again, as the bot's own. */
export function copyMessage(call: BotCall): MessageId {
  const { args } = call;
  const original = messageOf(call, source(call), 'message to copy');
  if (!mayPass(original)) throw badRequest("the message can't be copied");
  const { text, entities, media } = original.message;
  const caption = media && args.values.has('caption') ? readText(args, 'caption') : {};
  const { message_id } = send(call, readSending(call), { text, entities, media, ...caption });
  return { message_id };
}

/** The same for many; those that are gone are passed over. */
export function copyMessages(call: BotCall): MessageId[] {
  const bare = flagOf(call.args, 'remove_caption');
  return passOn(call, 'copy', ({ message: { text, entities, media } }) => ({
    text: bare && media ? '' : text,
    entities: bare && media ? [] : entities,
    media,
  }));
}

type Content = Pick<Draft, 'text' | 'entities' | 'media' | 'forwarded'>;

function forward({ message, id }: Copy): Content {
  const { date, entities, fromId, media, text, toId } = message;
  const author = message.asChat ? { fromId: toId, date, post: id } : { fromId, date };
  return { text, entities, media, forwarded: message.forwarded ?? author };
}

const source = (call: BotCall) => ({ chat: findChat(call, 'from_chat_id'), author: call.self });

/** Albums stay together. */
function passOn(call: BotCall, what: string, contentOf: (original: Copy) => Content): MessageId[] {
  const sending = readSending(call);
  const where = source(call);
  const originals = messageIds(call, MOST_FORWARDED).flatMap((id) => {
    const copy = lookUpMessage(call.world, where, id);
    return copy && mayPass(copy) ? [copy] : [];
  });
  if (originals.length === 0) throw badRequest(`there are no messages to ${what}`);
  const albums = new Map<bigint, bigint>();
  return originals.map((original) => {
    const { groupedId } = original.message;
    if (groupedId !== undefined && !albums.has(groupedId)) {
      albums.set(groupedId, call.world.random.long());
    }
    const album = groupedId === undefined ? undefined : albums.get(groupedId);
    const { message_id } = send(call, sending, { ...contentOf(original), groupedId: album });
    return { message_id };
  });
}

/** Service messages and protected ones stay where they are. */
const mayPass = ({ message }: Copy) => !message.guarded && message.service === undefined;
