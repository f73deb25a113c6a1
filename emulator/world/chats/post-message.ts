import { boxOf } from '../messages/box-of.ts';
import type { Copy, Message } from '../messages/message.ts';
import { cleanText } from '../messages/message-text.ts';
import { makeCopy, place, remember } from '../messages/place-message.ts';
import { type Draft, findSent } from '../messages/send-message.ts';
import type { ServiceAction } from '../messages/service-action.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { type Chat, GENERAL_TOPIC } from './chat.ts';
import { checkMayPost } from './may-post.ts';
import { memberOf, presentMembers } from './member-of.ts';

/**
 * Writes a message into a chat. In a basic group it gets a number in every member's box, in a
 * channel or supergroup one in the box that all share.
 *
 * @param draft  with `topicId` for a topic of a forum; an answer stands in the topic of what it answers
 * @param session  the session that sends; it learns of the message from its answer
 * @returns the sender's copy, or the channel's
 * @throws TelegramError see `checkMayPost` and `cleanText`; RANDOM_ID_DUPLICATE when the sender has
 *   used this `random_id` (`findSent` tells before)
 */
export function postMessage(
  world: World,
  from: User,
  chat: Chat,
  draft: Draft & { topicId?: number | undefined },
  session?: string,
): Copy {
  const { text, entities } = cleanText(draft.text, draft.entities ?? [], {
    caption: draft.media !== undefined,
    premium: from.premium,
  });
  if (findSent(world, from, draft.randomId)) throw new TelegramError(500, 'RANDOM_ID_DUPLICATE');
  const topicId = topicOf(chat, draft);
  checkMayPost(world, from, chat, { media: draft.media, topicId });
  const asChat =
    chat.kind === 'channel' || memberOf(world, chat, from.id)?.rights?.anonymous === true;
  const { media, markup, guarded, replyTo, forwarded, groupedId, randomId } = draft;
  const silent = draft.silent ?? false;
  const said = { media, markup, guarded, replyTo, forwarded };
  const more = { ...said, groupedId, randomId, silent, topicId, asChat };
  return distribute(world, from.id, chat, { text, entities, ...more }, [], session);
}

/**
 * Writes down in a chat what happened there.
 *
 * @param alsoTo  somebody who is told though no longer in it (basic groups)
 */
export function postService(
  world: World,
  actorId: number,
  chat: Chat,
  service: ServiceAction,
  more: { alsoTo?: number; topicId?: number | undefined; randomId?: bigint | undefined } = {},
  session?: string,
): Copy {
  const { alsoTo, topicId, randomId } = more;
  const content = {
    text: '',
    entities: [],
    service,
    silent: false,
    topicId,
    randomId,
    asChat: chat.kind === 'channel',
  };
  return distribute(world, actorId, chat, content, alsoTo === undefined ? [] : [alsoTo], session);
}

/** Which topic a message goes to; undefined for the general one, and where there are none. */
function topicOf(
  chat: Chat,
  draft: { topicId?: number | undefined; replyTo?: Message | undefined },
): number | undefined {
  if (!chat.forum) return undefined;
  const answered = draft.replyTo?.topicId;
  const topicId = draft.topicId ?? answered;
  return topicId === GENERAL_TOPIC ? undefined : topicId;
}

type Content = Omit<Message, 'id' | 'fromId' | 'toId' | 'date' | 'copies'>;

function distribute(
  world: World,
  fromId: number,
  chat: Chat,
  content: Content,
  alsoTo: readonly number[],
  session: string | undefined,
): Copy {
  const message: Message = {
    id: world.messages.length + 1,
    fromId,
    toId: chat.id,
    date: world.clock.seconds(),
    ...content,
    copies: [],
  };
  world.messages.push(message);
  if (chat.kind === 'group') return copyToMembers(world, chat, message, alsoTo, session);

  const copy = makeCopy(boxOf(world, chat.id), message, chat.id);
  message.copies = [copy];
  if (message.randomId !== undefined) remember(boxOf(world, fromId), message.randomId, copy);
  const topicId = message.topicId ?? GENERAL_TOPIC;
  chat.topics.get(topicId)?.ids.push(copy.id);
  place(world, copy, session);
  return copy;
}

function copyToMembers(
  world: World,
  chat: Chat,
  message: Message,
  alsoTo: readonly number[],
  session: string | undefined,
): Copy {
  const owners = new Set([message.fromId, ...alsoTo]);
  for (const { userId } of presentMembers(world, chat)) owners.add(userId);
  const copies = [...owners].map((id) => makeCopy(boxOf(world, id), message, chat.id));
  message.copies = copies;
  for (const copy of copies) place(world, copy, copy.out ? session : undefined);
  const [own] = copies;
  if (!own) throw new Error('The sender has a copy of what was sent');
  return own;
}
