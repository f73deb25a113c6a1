import type { tl } from '@mtcute/core';
import { boxWith } from '../../world/chats/channel-box.ts';
import { copyById } from '../../world/messages/box.ts';
import type { Entity, Message } from '../../world/messages/message.ts';
import { isChat, type Peer } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { readEntity } from '../views/entity-view.ts';

/** The entities that the box keeps. */
export function readEntities(entities: tl.TypeMessageEntity[] | undefined): Entity[] {
  return (entities ?? []).flatMap((entity) => readEntity(entity) ?? []);
}

/**
 * The message that is answered, and the topic that is written to.
 *
 * @throws TelegramError REPLY_MESSAGE_ID_INVALID, REPLY_TO_INVALID
 */
export function repliedTo(
  call: Call,
  to: Peer,
  replyTo: tl.TypeInputReplyTo | undefined,
): { replyTo?: Message; topicId?: number | undefined } {
  if (!replyTo) return {};
  if (replyTo._ !== 'inputReplyToMessage') throw new TelegramError(400, 'REPLY_TO_INVALID');
  const { replyToMsgId, topMsgId: topicId } = replyTo;
  if (replyToMsgId === 0) return { topicId };
  // To answer a topic's first message is to write into the topic.
  if (isChat(to) && to.forum && to.topics.has(replyToMsgId)) return { topicId: replyToMsgId };
  const copy = copyById(boxWith(call.world, caller(call).id, to.id), replyToMsgId);
  if (!copy || (isChat(to) && copy.chatId !== to.id)) {
    // A deleted topic's own message: the world says that it is gone.
    if (isChat(to) && to.forum) return { topicId: topicId ?? replyToMsgId };
    throw new TelegramError(400, 'REPLY_MESSAGE_ID_INVALID');
  }
  return { replyTo: copy.message, topicId };
}
