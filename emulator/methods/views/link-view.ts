import type { tl } from '@mtcute/core';
import type { Chat, InviteLink } from '../../world/chats/chat.ts';
import { inviteUrl, usageOf } from '../../world/chats/invite-links.ts';

/** An invite link, as administrators see it. */
export function linkView(chat: Chat, link: InviteLink): tl.RawChatInviteExported {
  let requested = 0;
  for (const { hash } of chat.requests.values()) if (hash === link.hash) requested++;
  return {
    _: 'chatInviteExported',
    link: inviteUrl(link),
    adminId: link.adminId,
    date: link.date,
    revoked: link.revoked,
    permanent: link.permanent,
    requestNeeded: link.requestNeeded,
    title: link.title,
    expireDate: link.expireDate,
    usageLimit: link.usageLimit,
    usage: usageOf(link) || undefined,
    requested: requested || undefined,
  };
}
