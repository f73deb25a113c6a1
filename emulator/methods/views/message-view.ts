import type { tl } from '@mtcute/core';
import { isChatId } from '../../world/chats/chat-id.ts';
import { viewsOf } from '../../world/chats/view-posts.ts';
import type { Copy } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { entityView } from './entity-view.ts';
import { toLong } from './long.ts';
import { markupView } from './markup-view.ts';
import { mediaView } from './media-view.ts';
import { peerView } from './peer-view.ts';
import { reactionsView } from './reactions-view.ts';
import { peersInService, serviceView } from './service-view.ts';

/** A message as somebody sees it: its owner, or a viewer of the channel whose box it is in. */
export function messageView(
  world: World,
  copy: Copy,
  viewerId: number,
): tl.RawMessage | tl.RawMessageService {
  const { message } = copy;
  const chat = isChatId(copy.chatId) ? world.chats.get(copy.chatId) : undefined;
  const post = chat?.kind === 'channel';
  const common = {
    id: copy.id,
    out: message.fromId === viewerId,
    mediaUnread: copy.mediaUnread,
    silent: message.silent,
    post,
    fromId: senderView(copy, viewerId, post),
    peerId: peerView(copy.chatId),
    replyTo: replyHeader(copy),
    date: message.date,
  };
  if (message.service) {
    const action = serviceView(world, viewerId, message.service);
    return { _: 'messageService', ...common, action };
  }
  const author = post && chat.signatures ? world.users.get(message.fromId) : undefined;
  return {
    _: 'message',
    ...common,
    fwdFrom: message.forwarded && {
      _: 'messageFwdHeader',
      fromId: peerView(message.forwarded.fromId),
      date: message.forwarded.date,
      channelPost: message.forwarded.post,
    },
    message: message.text,
    noforwards: message.guarded,
    pinned: message.pinned,
    reactions: message.reactions?.size ? reactionsView(message.reactions, viewerId) : undefined,
    viaBotId: message.viaBotId,
    viaBusinessBotId: message.businessBotId,
    replyMarkup: message.markup && markupView(message.markup),
    media: message.media && mediaView(world, viewerId, message.media),
    entities: message.entities.length > 0 ? message.entities.map(entityView) : undefined,
    views: post ? viewsOf(message) : undefined,
    forwards: post ? 0 : undefined,
    editDate: message.editDate,
    postAuthor: author?.firstName,
    groupedId: message.groupedId === undefined ? undefined : toLong(message.groupedId),
  };
}

/**
 * In private chats Telegram names the sender of outgoing messages only, in groups always; a
 * channel's posts have none, and an anonymous administrator speaks as the group.
 */
function senderView(copy: Copy, viewerId: number, post: boolean): tl.TypePeer | undefined {
  const { message, chatId } = copy;
  if (post) return undefined;
  if (message.asChat) return peerView(chatId);
  if (!isChatId(chatId) && message.fromId !== viewerId) return undefined;
  return peerView(message.fromId);
}

/**
 * What the message answers, under the number that its owner knows, or the topic that it stands in;
 * nothing when the owner lost that one.
 */
export function replyHeader(copy: Copy): tl.RawMessageReplyHeader | undefined {
  const { replyTo, topicId, service } = copy.message;
  if (topicId !== undefined && service?.kind === 'topicCreated') return undefined;
  const original = replyTo?.copies.find((other) => other.ownerId === copy.ownerId);
  const answered = original && !original.deleted ? original.id : undefined;
  if (topicId === undefined) {
    return answered === undefined ? undefined : { _: 'messageReplyHeader', replyToMsgId: answered };
  }
  const inTopic = { _: 'messageReplyHeader', forumTopic: true } as const;
  return answered === undefined || answered === topicId
    ? { ...inTopic, replyToMsgId: topicId }
    : { ...inTopic, replyToMsgId: answered, replyToTopId: topicId };
}

/** Everyone and every chat that these messages name. */
export function peersIn(copies: Iterable<Copy>): Set<number> {
  const ids = new Set<number>();
  for (const { message } of copies) {
    ids.add(message.fromId);
    ids.add(message.toId);
    if (message.forwarded) ids.add(message.forwarded.fromId);
    if (message.media?.kind === 'contact' && message.media.userId) ids.add(message.media.userId);
    for (const entity of message.entities) {
      if (entity.kind === 'mentionName') ids.add(Number(entity.detail));
    }
    if (message.service) for (const id of peersInService(message.service)) ids.add(id);
  }
  return ids;
}
