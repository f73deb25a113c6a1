import type { ChatId } from '../messages/box.ts';

/** Channels and supergroups are numbered from here down. */
const CHANNEL_BASE = 1_000_000_000_000;

/** A channel or a supergroup, as opposed to a basic group or a user. */
export const isChannelId = (id: ChatId): boolean => id < -CHANNEL_BASE;

/** A chat of any kind, as opposed to a user. */
export const isChatId = (id: ChatId): boolean => id < 0;

/** What MTProto calls the chat: the number without its kind. */
export const bareId = (id: ChatId): number => (isChannelId(id) ? -id - CHANNEL_BASE : Math.abs(id));

export const channelChatId = (bare: number): ChatId => -CHANNEL_BASE - bare;
export const groupChatId = (bare: number): ChatId => -bare;
