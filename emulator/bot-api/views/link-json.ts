import type { ChatInviteLink } from 'grammy/types';
import type { Chat, InviteLink } from '../../world/chats/chat.ts';
import { inviteUrl } from '../../world/chats/invite-links.ts';
import type { World } from '../../world/world.ts';
import { userJsonById } from './user-json.ts';

/** An invite link as administrators see it. */
export function linkJson(world: World, chat: Chat, link: InviteLink): ChatInviteLink {
  const waiting = [...chat.requests.values()].filter(({ hash }) => hash === link.hash).length;
  return {
    invite_link: inviteUrl(link),
    creator: userJsonById(world, link.adminId),
    creates_join_request: link.requestNeeded,
    is_primary: link.permanent,
    is_revoked: link.revoked,
    name: link.title,
    expire_date: link.expireDate,
    member_limit: link.usageLimit,
    pending_join_request_count: waiting || undefined,
  };
}
