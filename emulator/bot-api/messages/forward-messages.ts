import type { Message, MessageId } from 'grammy/types';
import type { Copy } from '../../world/messages/message.ts';
import type { Peer } from '../../world/messages/send-to.ts';
import { flagOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { readText } from '../text/read-text.ts';
import { messageJson } from '../views/message-json.ts';
import { messageIds } from './delete-messages.ts';
import { lookUpMessage, messageOf } from './find-message.ts';
import { type ChatDraft, readSending, send } from './send.ts';

const MOST_FORWARDED = 100;

/** Forwards a message; it names who wrote it first. */
export function forwardMessage(call: BotCall): Message {
  const { bot, world } = call;
  const { chat, draft } = readSending(call);
  const original = messageOf(call, findChat(call, 'from_chat_id').id, 'message to forward');
  if (!mayPass(original)) throw badRequest("the message can't be forwarded");
  return messageJson(world, send(call, chat, forward(original, draft)), bot.id);
}

/** The same for many; those that are gone are passed over. */
export function forwardMessages(call: BotCall): MessageId[] {
  const { chat, draft } = readSending(call);
  return passOn(call, chat, 'forward', (original) => forward(original, draft));
}

/** Sends the content of a message again, as the bot's own. */
export function copyMessage(call: BotCall): MessageId {
  const { args } = call;
  const { chat, draft } = readSending(call);
  const original = messageOf(call, findChat(call, 'from_chat_id').id, 'message to copy');
  if (!mayPass(original)) throw badRequest("the message can't be copied");
  const { text, entities, media } = original.message;
  const caption = media && args.values.has('caption') ? readText(args, 'caption') : {};
  const copy = send(call, chat, { ...draft, text, entities, media, ...caption });
  return { message_id: copy.id };
}

/** The same for many; those that are gone are passed over. */
export function copyMessages(call: BotCall): MessageId[] {
  const { chat, draft } = readSending(call);
  const bare = flagOf(call.args, 'remove_caption');
  return passOn(call, chat, 'copy', ({ message: { text, entities, media } }) => ({
    ...draft,
    text: bare && media ? '' : text,
    entities: bare && media ? [] : entities,
    media,
  }));
}

function forward({ message, id }: Copy, draft: ChatDraft | Omit<ChatDraft, 'text'>): ChatDraft {
  const { date, entities, fromId, media, text, toId } = message;
  const author = message.asChat ? { fromId: toId, date, post: id } : { fromId, date };
  return { ...draft, text, entities, media, forwarded: message.forwarded ?? author };
}

/** Albums stay together. */
function passOn(
  call: BotCall,
  chat: Peer,
  what: string,
  draftOf: (original: Copy) => ChatDraft,
): MessageId[] {
  const { id: sourceId } = findChat(call, 'from_chat_id');
  const originals = messageIds(call, MOST_FORWARDED).flatMap((id) => {
    const copy = lookUpMessage(call, sourceId, id);
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
    return { message_id: send(call, chat, { ...draftOf(original), groupedId: album }).id };
  });
}

/** Service messages and protected ones stay where they are. */
const mayPass = ({ message }: Copy) => !message.guarded && message.service === undefined;
