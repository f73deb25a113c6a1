import type { Markup } from '../bots/markup.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import { boxOf } from './box-of.ts';
import { checkMayWrite } from './may-write.ts';
import type { Copy, Entity, Media, Message } from './message.ts';
import { cleanText } from './message-text.ts';
import { makeCopy, place } from './place-message.ts';
import type { ServiceAction } from './service-action.ts';

export type Draft = {
  text: string;
  entities?: readonly Entity[] | undefined;
  media?: Media | undefined;
  replyTo?: Message | undefined;
  forwarded?: Message['forwarded'];
  markup?: Markup | undefined;
  viaBotId?: number | undefined;
  businessBotId?: number | undefined;
  startParam?: string | undefined;
  /** What happened, instead of a text. */
  service?: ServiceAction | undefined;
  silent?: boolean | undefined;
  guarded?: boolean | undefined;
  groupedId?: bigint | undefined;
  randomId?: bigint | undefined;
  /** Telegram Stars that the sender agreed to pay. */
  stars?: number | undefined;
};

/**
 * Sends a message from one user to another: it is stored once, gets a number in both boxes, and
 * everyone concerned is told.
 *
 * @param session  the session that sends; it learns of the message from its answer
 * @returns the sender's copy
 * @throws TelegramError see `checkMayWrite` and `cleanText`; RANDOM_ID_DUPLICATE when the sender
 *   has used this `random_id` (`findSent` tells before)
 */
export function sendMessage(
  world: World,
  from: User,
  to: User,
  draft: Draft,
  session?: string,
): Copy {
  const { text, entities } = cleanText(draft.text, draft.entities ?? [], {
    caption: draft.media !== undefined || draft.service !== undefined,
    premium: from.premium,
  });
  if (findSent(world, from, draft.randomId)) throw new TelegramError(500, 'RANDOM_ID_DUPLICATE');
  checkMayWrite(world, from, to, draft);

  const message: Message = {
    id: world.messages.length + 1,
    fromId: from.id,
    toId: to.id,
    date: world.clock.seconds(),
    text,
    entities,
    media: draft.media,
    markup: draft.markup,
    viaBotId: draft.viaBotId,
    businessBotId: draft.businessBotId,
    startParam: draft.startParam,
    replyTo: draft.replyTo,
    forwarded: draft.forwarded,
    silent: draft.silent ?? false,
    guarded: draft.guarded,
    service: draft.service,
    groupedId: draft.groupedId,
    randomId: draft.randomId,
    copies: [],
  };
  world.messages.push(message);
  const own = makeCopy(boxOf(world, from.id), message, to.id);
  const theirs = to.id === from.id ? undefined : makeCopy(boxOf(world, to.id), message, from.id);
  message.copies = theirs ? [own, theirs] : [own];
  place(world, own, session);
  if (theirs) {
    place(world, theirs);
    announce(world, { kind: 'delivered', toId: to.id, message });
  }
  return own;
}

/** The finished send with this `random_id`, if the user made one. */
export function findSent(world: World, from: User, randomId: bigint | undefined): Copy | undefined {
  return randomId === undefined ? undefined : boxOf(world, from.id).sent.get(randomId);
}
