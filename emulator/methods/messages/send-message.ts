import type { tl } from '@mtcute/core';
import type { Copy } from '../../world/messages/message.ts';
import { findSent } from '../../world/messages/send-message.ts';
import { isChat, sendTo } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { entityView } from '../views/entity-view.ts';
import { fromLong } from '../views/long.ts';
import { readEntities, repliedTo } from './read-draft.ts';
import { sentUpdates } from './sent-updates.ts';

/**
 * Sends a text (https://core.telegram.org/method/messages.sendMessage). A repeat of a finished send
 * is answered with the first one's message and makes no other.
 */
export function sendMessage(
  call: Call,
  request: tl.messages.RawSendMessageRequest,
): tl.TypeUpdates {
  const from = caller(call);
  const to = peerOf(call, request.peer);
  if (request.scheduleDate !== undefined) {
    throw new TelegramError(400, 'SCHEDULE_DATE_INVALID');
  }
  const randomId = fromLong(request.randomId);
  const sent = findSent(call.world, from, randomId);
  if (sent) return sentUpdates(call.world, from, [sent], 'repeated');

  const draft = {
    text: request.message,
    entities: readEntities(request.entities),
    ...repliedTo(call, to, request.replyTo),
    silent: request.silent,
    stars: request.allowPaidStars && Number(fromLong(request.allowPaidStars)),
    randomId,
  };
  const copy = sendTo(call.world, from, to, draft, call.session);
  if (isChat(to) || to.id === from.id) return sentUpdates(call.world, from, [copy], 'new');
  return shortSent(call, copy);
}

/** The answer to a plain text: only what the client doesn't know yet. */
function shortSent(call: Call, copy: Copy): tl.RawUpdateShortSentMessage {
  const { message } = copy;
  const pts = call.world.boxes.get(copy.ownerId)?.pts ?? 1;
  return {
    _: 'updateShortSentMessage',
    out: true,
    id: copy.id,
    pts,
    ptsCount: 1,
    date: message.date,
    entities: message.entities.length > 0 ? message.entities.map(entityView) : undefined,
  };
}
