import { documentType } from '../files/file.ts';
import type { Media } from '../messages/message.ts';
import { checkRate, isLimited, noteMessage } from '../messages/spam-limit.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { type Chat, GENERAL_TOPIC } from './chat.ts';
import { hasRight, isAdmin, isForbidden, memberOf } from './member-of.ts';
import type { BannedRight } from './rights.ts';

/**
 * Lets a message into a chat or throws what Telegram would answer
 * (https://core.telegram.org/method/messages.sendMessage#possible-errors), and counts it toward the
 * sender's rate and slow mode.
 */
export function checkMayPost(
  world: World,
  from: User,
  chat: Chat,
  draft: { media?: Media | undefined; topicId?: number | undefined },
): void {
  checkPlace(world, from, chat);
  if (chat.kind === 'channel') {
    if (!hasRight(world, chat, from.id, 'postMessages')) {
      throw new TelegramError(403, 'CHAT_WRITE_FORBIDDEN');
    }
    return;
  }
  if (chat.username !== undefined && isLimited(world, from)) {
    throw new TelegramError(400, 'USER_BANNED_IN_CHANNEL');
  }
  if (isForbidden(world, chat, from.id, 'sendMessages')) {
    throw new TelegramError(403, 'CHAT_WRITE_FORBIDDEN');
  }
  for (const [what, refusal] of refusals(draft.media)) {
    if (isForbidden(world, chat, from.id, what)) throw new TelegramError(403, refusal);
  }
  checkTopic(world, from, chat, draft.topicId);
  checkSlowMode(world, from, chat);
  checkRate(world, from);
  noteMessage(world, from);
}

function checkPlace(world: World, from: User, chat: Chat): void {
  const member = memberOf(world, chat, from.id);
  if (chat.deleted || (chat.kind === 'group' && !member)) {
    throw new TelegramError(400, chat.kind === 'group' ? 'CHAT_ID_INVALID' : 'CHANNEL_PRIVATE');
  }
  if (chat.migratedTo !== undefined) throw new TelegramError(400, 'PEER_ID_INVALID');
  if (member?.present) return;
  const open = chat.username !== undefined;
  if (member?.status === 'kicked' && open) throw new TelegramError(400, 'USER_BANNED_IN_CHANNEL');
  if (chat.kind === 'group' || open) throw new TelegramError(403, 'CHAT_WRITE_FORBIDDEN');
  throw new TelegramError(400, 'CHANNEL_PRIVATE');
}

/** What has to be allowed for such a message, and the refusals when it isn't. */
function refusals(media: Media | undefined): [what: BannedRight, refusal: string][] {
  if (!media) return [['sendPlain', 'CHAT_SEND_PLAIN_FORBIDDEN']];
  if (media.kind !== 'photo' && media.kind !== 'document') return [];
  const any: [BannedRight, string] = ['sendMedia', 'CHAT_SEND_MEDIA_FORBIDDEN'];
  if (media.kind === 'photo') return [any, ['sendPhotos', 'CHAT_SEND_PHOTOS_FORBIDDEN']];
  switch (documentType(media.document)) {
    case 'video':
      return [any, ['sendVideos', 'CHAT_SEND_VIDEOS_FORBIDDEN']];
    case 'video_note':
      return [any, ['sendRoundvideos', 'CHAT_SEND_ROUNDVIDEOS_FORBIDDEN']];
    case 'voice':
      return [any, ['sendVoices', 'CHAT_SEND_VOICES_FORBIDDEN']];
    case 'audio':
      return [any, ['sendAudios', 'CHAT_SEND_AUDIOS_FORBIDDEN']];
    default:
      return [any, ['sendDocs', 'CHAT_SEND_DOCS_FORBIDDEN']];
  }
}

function checkTopic(world: World, from: User, chat: Chat, topicId: number | undefined): void {
  if (!chat.forum) return;
  const topic = chat.topics.get(topicId ?? GENERAL_TOPIC);
  if (!topic) throw new TelegramError(400, 'TOPIC_DELETED');
  if (!topic.closed || topic.creatorId === from.id) return;
  if (!hasRight(world, chat, from.id, 'manageTopics')) {
    throw new TelegramError(400, 'TOPIC_CLOSED');
  }
}

function checkSlowMode(world: World, from: User, chat: Chat): void {
  if (chat.slowModeSeconds === 0 || isAdmin(world, chat, from.id)) return;
  const now = world.clock.seconds();
  const wait = nextPostAt(chat, from.id) - now;
  if (wait > 0) throw new TelegramError(420, `SLOWMODE_WAIT_${wait}`);
  chat.lastPosts.set(from.id, now);
}

/** When slow mode lets a member write again: world's time in seconds, 0 for any time. */
export function nextPostAt(chat: Chat, userId: number): number {
  const last = chat.lastPosts.get(userId);
  return last === undefined || chat.slowModeSeconds === 0 ? 0 : last + chat.slowModeSeconds;
}
