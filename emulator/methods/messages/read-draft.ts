import type { tl } from '@mtcute/core';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Entity, Message } from '../../world/messages/message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { readEntity } from '../views/entity-view.ts';

/** The entities that the box keeps. */
export function readEntities(entities: tl.TypeMessageEntity[] | undefined): Entity[] {
  return (entities ?? []).flatMap((entity) => readEntity(entity) ?? []);
}

/**
 * The message that is answered.
 *
 * @throws TelegramError REPLY_MESSAGE_ID_INVALID, REPLY_TO_INVALID
 */
export function repliedTo(
  call: Call,
  replyTo: tl.TypeInputReplyTo | undefined,
): Message | undefined {
  if (!replyTo) return undefined;
  if (replyTo._ !== 'inputReplyToMessage') throw new TelegramError(400, 'REPLY_TO_INVALID');
  if (replyTo.replyToMsgId === 0) return undefined;
  const copy = copyById(boxOf(call.world, caller(call).id), replyTo.replyToMsgId);
  if (!copy) throw new TelegramError(400, 'REPLY_MESSAGE_ID_INVALID');
  return copy.message;
}
