import type { BotNews } from './bots/bot-news.ts';
import type { BoxEvent } from './messages/box.ts';
import type { Message } from './messages/message.ts';
import type { TypingAction } from './messages/typing.ts';

/** What just happened, and to whom it matters. */
export type WorldEvent =
  /** Something in a user's box changed; `session` names the session that did it, if one did. */
  | { kind: 'box'; ownerId: number; event: BoxEvent; session?: string | undefined }
  /** A message was delivered to a user (not to the sender). */
  | { kind: 'delivered'; toId: number; message: Message }
  | { kind: 'typing'; viewerId: number; fromId: number; action: TypingAction }
  | { kind: 'status'; viewerId: number; userId: number }
  /** A user's profile or settings toward the viewer changed. */
  | { kind: 'user'; viewerId: number; userId: number }
  | { kind: 'blocked'; viewerId: number; userId: number; blocked: boolean }
  /** Something for a bot's program alone. */
  | { kind: 'bot'; botId: number; news: BotNews }
  /** An authorization key lost its authorization. */
  | { kind: 'key'; keyId: string };
