import type { BotNews } from './bots/bot-news.ts';
import type { InviteLink, JoinRequest, Member } from './chats/chat.ts';
import type { BoxEvent, ChatId } from './messages/box.ts';
import type { Message } from './messages/message.ts';
import type { TypingAction } from './messages/typing.ts';

/** What just happened, and to whom it matters. */
export type WorldEvent =
  /** Something in a box changed, a user's or a channel's; `session` names the session that did it, if one did. */
  | { kind: 'box'; ownerId: ChatId; event: BoxEvent; session?: string | undefined }
  /** A private message was delivered to a user (not to the sender). */
  | { kind: 'delivered'; toId: number; message: Message }
  | { kind: 'typing'; viewerId: number; fromId: number; action: TypingAction }
  | { kind: 'status'; viewerId: number; userId: number }
  /** A user's profile or settings toward the viewer changed. */
  | { kind: 'user'; viewerId: number; userId: number }
  | { kind: 'blocked'; viewerId: number; userId: number; blocked: boolean }
  /** Something for a bot's program alone. */
  | { kind: 'bot'; botId: number; news: BotNews }
  /** A chat changed, or its viewer's place in it; all who are in it are told when nobody is named. */
  | {
      kind: 'chat';
      chatId: ChatId;
      viewerId?: number | undefined;
      session?: string | undefined;
    }
  /** Somebody's place in a chat changed, by the hand of `actorId`. */
  | {
      kind: 'member';
      chatId: ChatId;
      actorId: number;
      userId: number;
      before: Member | undefined;
      after: Member;
      link?: InviteLink | undefined;
    }
  /** Somebody asks to be let in (`request`), or no longer does. */
  | { kind: 'joinRequest'; chatId: ChatId; userId: number; request: JoinRequest | undefined }
  | {
      kind: 'chatTyping';
      chatId: ChatId;
      fromId: number;
      topicId: number | undefined;
      action: TypingAction;
    }
  /** The viewer read a channel or supergroup up to a message, or somebody read the viewer's. */
  | {
      kind: 'channelRead';
      viewerId: number;
      chatId: ChatId;
      side: 'inbox' | 'outbox';
      maxId: number;
      session?: string | undefined;
    }
  /** A topic was pinned or taken down. */
  | { kind: 'topicPinned'; chatId: ChatId; topicId: number; session?: string | undefined }
  /** An authorization key lost its authorization. */
  | { kind: 'key'; keyId: string };
