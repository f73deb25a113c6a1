import type { Markup } from '../bots/markup.ts';
import type { StoredDocument, StoredPhoto } from '../files/file.ts';
import type { Invoice } from '../payments/invoice.ts';
import type { ServiceAction } from './service-action.ts';

/**
 * A styled stretch of text (https://core.telegram.org/api/entities); offset and length count
 * UTF-16 units. `detail` is the URL, the language of a code block, or the mentioned user's id.
 */
export type Entity = { kind: string; offset: number; length: number; detail?: string | number };

export type Media =
  | { kind: 'photo'; photo: StoredPhoto; spoiler?: boolean; ttlSeconds?: number | undefined }
  | {
      kind: 'document';
      document: StoredDocument;
      spoiler?: boolean;
      ttlSeconds?: number | undefined;
    }
  | {
      kind: 'contact';
      phone: string;
      firstName: string;
      lastName: string;
      vcard: string;
      userId: number;
    }
  | { kind: 'place'; latitude: number; longitude: number }
  | { kind: 'invoice'; invoice: Invoice };

/** A message, shared by all who see it; what differs per viewer stands in their copies. */
export type Message = {
  /** Increases over the whole world; known to the control API only. */
  readonly id: number;
  readonly fromId: number;
  /** The user or the chat (see `ChatId`) that it went to. */
  readonly toId: number;
  /** World's time in seconds. */
  readonly date: number;
  text: string;
  entities: readonly Entity[];
  media?: Media | undefined;
  /** Buttons or a keyboard of a bot's. */
  markup?: Markup | undefined;
  /** The bot through which its sender sent it. */
  readonly viaBotId?: number | undefined;
  /** The bot that wrote it for its sender, whose account it looks after. */
  readonly businessBotId?: number | undefined;
  /** The parameter that a bot was started with: the bot alone sees it. */
  readonly startParam?: string | undefined;
  readonly replyTo?: Message | undefined;
  /** Who wrote it first: a user, or a channel with the number of its post. */
  readonly forwarded?: { fromId: number; date: number; post?: number | undefined } | undefined;
  /** The forum topic that it stands in, other than the general one. */
  readonly topicId?: number | undefined;
  /** It speaks in the name of the chat: a channel's post, or an anonymous administrator. */
  readonly asChat?: boolean | undefined;
  /** It tells what happened in a chat and has no text. */
  readonly service?: ServiceAction | undefined;
  readonly silent: boolean;
  /** May not be forwarded or saved. */
  readonly guarded?: boolean | undefined;
  readonly groupedId?: bigint | undefined;
  /** The sender's own name for this send: Telegram drops repeats of it. */
  readonly randomId?: bigint | undefined;
  editDate?: number | undefined;
  /** Who put which emoji under it. */
  reactions?: Map<number, readonly string[]> | undefined;
  pinned?: boolean | undefined;
  /** Who looked at a post. */
  viewers?: Set<number> | undefined;
  /** The places it takes in the boxes: the sender's first, then the others'. */
  copies: readonly Copy[];
};

/** A message as it stands in one owner's box: a user's, or that of a channel, which all share. */
export type Copy = {
  readonly ownerId: number;
  /** The number under which the owner knows the message. */
  readonly id: number;
  readonly message: Message;
  readonly chatId: number;
  readonly out: boolean;
  /** A voice message or round video that hasn't been played yet. */
  mediaUnread: boolean;
  deleted: boolean;
};
