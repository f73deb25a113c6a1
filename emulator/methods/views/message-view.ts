import type { tl } from '@mtcute/core';
import type { Copy } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { entityView } from './entity-view.ts';
import { toLong } from './long.ts';
import { markupView } from './markup-view.ts';
import { mediaView } from './media-view.ts';

/** A message as its owner sees it. */
export function messageView(world: World, copy: Copy): tl.RawMessage {
  const { message } = copy;
  return {
    _: 'message',
    id: copy.id,
    out: copy.out,
    mediaUnread: copy.mediaUnread,
    silent: message.silent,
    // In private chats Telegram names the sender of outgoing messages only.
    fromId: copy.out ? { _: 'peerUser', userId: message.fromId } : undefined,
    peerId: { _: 'peerUser', userId: copy.chatId },
    fwdFrom: message.forwarded && {
      _: 'messageFwdHeader',
      fromId: { _: 'peerUser', userId: message.forwarded.fromId },
      date: message.forwarded.date,
    },
    replyTo: replyHeader(copy),
    date: message.date,
    message: message.text,
    noforwards: message.guarded,
    replyMarkup: message.markup && markupView(message.markup),
    media: message.media && mediaView(world, copy.ownerId, message.media),
    entities: message.entities.length > 0 ? message.entities.map(entityView) : undefined,
    editDate: message.editDate,
    groupedId: message.groupedId === undefined ? undefined : toLong(message.groupedId),
  };
}

/** What the message answers, under the owner's number; nothing when the owner lost that one. */
export function replyHeader(copy: Copy): tl.RawMessageReplyHeader | undefined {
  const original = copy.message.replyTo?.copies.find((other) => other.ownerId === copy.ownerId);
  if (!original || original.deleted) return undefined;
  return { _: 'messageReplyHeader', replyToMsgId: original.id };
}

/** Everyone whom these messages name. */
export function usersIn(copies: Iterable<Copy>): Set<number> {
  const ids = new Set<number>();
  for (const { message } of copies) {
    ids.add(message.fromId);
    ids.add(message.toId);
    if (message.forwarded) ids.add(message.forwarded.fromId);
    if (message.media?.kind === 'contact' && message.media.userId) ids.add(message.media.userId);
    for (const entity of message.entities) {
      if (entity.kind === 'mentionName') ids.add(Number(entity.detail));
    }
  }
  return ids;
}
