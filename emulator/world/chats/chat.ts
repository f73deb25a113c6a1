import type { StoredPhoto } from '../files/file.ts';
import type { ChatId } from '../messages/box.ts';
import type { AdminRights, BannedRights } from './rights.ts';

/** A basic group of some two hundred people, a supergroup ("megagroup"), or a broadcast channel. */
export type ChatKind = 'group' | 'supergroup' | 'channel';

export type MemberStatus = 'creator' | 'admin' | 'member' | 'restricted' | 'left' | 'kicked';

/** Somebody who is in a chat, was, or must not be. */
export type Member = {
  readonly userId: number;
  readonly status: MemberStatus;
  /** In the chat at this time; a restricted person may have left. */
  readonly present: boolean;
  /** World's time in seconds. */
  readonly joinedAt: number;
  /** Who added them; themselves when they came on their own. */
  readonly inviterId: number;
  /** They left on their own, and were not removed. */
  readonly leftThemselves?: boolean | undefined;
  readonly viaRequest?: boolean | undefined;
  /** What an administrator may do, and who said so. */
  readonly rights?: AdminRights | undefined;
  readonly promotedBy?: number | undefined;
  readonly rank?: string | undefined;
  /** What is forbidden to a restricted or kicked person; `until` is 0 for good. */
  readonly banned?: { rights: BannedRights; until: number; by: number; at: number } | undefined;
};

/** An invite link (https://core.telegram.org/api/invites). Times are world's seconds. */
export type InviteLink = {
  readonly hash: string;
  readonly chatId: ChatId;
  readonly adminId: number;
  readonly date: number;
  /** The administrator's own link, which has no limits. */
  readonly permanent: boolean;
  title?: string | undefined;
  startDate?: number | undefined;
  expireDate?: number | undefined;
  usageLimit?: number | undefined;
  requestNeeded: boolean;
  revoked: boolean;
  /** Who came by it, the earliest first. */
  readonly importers: { userId: number; date: number; approvedBy?: number | undefined }[];
};

export type JoinRequest = {
  readonly userId: number;
  readonly date: number;
  /** The link by which they asked; none in a public chat. */
  readonly hash?: string | undefined;
};

/** A topic of a forum; its id is the number of the message that began it. */
export type Topic = {
  readonly id: number;
  title: string;
  iconColor: number;
  iconEmojiId?: bigint | undefined;
  readonly creatorId: number;
  readonly date: number;
  closed: boolean;
  /** Only the general topic can be hidden. */
  hidden: boolean;
  pinned: boolean;
  /** The numbers of its messages, ascending. */
  readonly ids: number[];
  /** How far each member has read. */
  readonly read: Map<number, number>;
};

export type Chat = {
  readonly id: ChatId;
  readonly kind: ChatKind;
  readonly date: number;
  readonly creatorId: number;
  title: string;
  about: string;
  username?: string | undefined;
  photo?: StoredPhoto | undefined;
  /** Everyone the chat has to do with, in the order they came. */
  readonly members: Map<number, Member>;
  /** How many of them are in it. */
  memberCount: number;
  /** How many people fit in, and how many of them as administrators. */
  limits: { members: number; admins: number };
  /** What nobody but administrators may do. */
  defaultBanned: BannedRights;
  readonly links: Map<string, InviteLink>;
  /** People who ask to be let in, the earliest first. */
  readonly requests: Map<number, JoinRequest>;
  /** Joining a public supergroup takes an administrator's consent. */
  joinRequest: boolean;
  forum: boolean;
  readonly topics: Map<number, Topic>;
  /** Seconds between two messages of a member; 0 for none. */
  slowModeSeconds: number;
  /** When each member wrote last, kept while slow mode is on. */
  readonly lastPosts: Map<number, number>;
  /** Only administrators see the list of members. */
  participantsHidden: boolean;
  /** Posts of a channel name their author. */
  signatures: boolean;
  /** The channel of a discussion group, or the other way round. */
  linkedChatId?: ChatId | undefined;
  /** The supergroup that a basic group became, or the group that it was. */
  migratedTo?: ChatId | undefined;
  migratedFrom?: ChatId | undefined;
  deleted: boolean;
  /** Counts changes of a basic group's members. */
  version: number;
};

/** The topic that every forum has; its messages name no topic. */
export const GENERAL_TOPIC = 1;
