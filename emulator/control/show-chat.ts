import type { z } from 'zod';
import type { Chat, InviteLink, Member, Topic } from '../world/chats/chat.ts';
import { inviteUrl, primaryLink, usageOf } from '../world/chats/invite-links.ts';
import type { World } from '../world/world.ts';
import type { chatJson, linkJson, memberJson, topicJson } from './chat-schemas.ts';

/** A chat as the control API shows it. */
export function showChat(world: World, chat: Chat): z.output<typeof chatJson> {
  const own = primaryLink(world, chat.creatorId, chat);
  const others = [...chat.links.values()].filter((link) => link !== own);
  return {
    id: chat.id,
    kind: chat.kind,
    title: chat.title,
    about: chat.about,
    username: chat.username ?? null,
    creator: chat.creatorId,
    date: chat.date,
    memberCount: chat.memberCount,
    forum: chat.forum,
    joinRequest: chat.joinRequest,
    participantsHidden: chat.participantsHidden,
    signatures: chat.signatures,
    slowModeSeconds: chat.slowModeSeconds,
    forbidden: Object.keys(chat.defaultBanned),
    limits: chat.limits,
    linkedChat: chat.linkedChatId ?? null,
    migratedTo: chat.migratedTo ?? null,
    deleted: chat.deleted,
    links: [own, ...others].map(showLink),
    requests: [...chat.requests.keys()],
    topics: chat.forum ? [...chat.topics.values()].map(showTopic) : [],
  };
}

export function showLink(link: InviteLink): z.output<typeof linkJson> {
  return {
    link: inviteUrl(link),
    admin: link.adminId,
    title: link.title ?? null,
    permanent: link.permanent,
    revoked: link.revoked,
    requestNeeded: link.requestNeeded,
    expireDate: link.expireDate ?? null,
    usageLimit: link.usageLimit ?? null,
    usage: usageOf(link),
  };
}

export function showTopic(topic: Topic): z.output<typeof topicJson> {
  const { id, title, creatorId: creator, closed, hidden, pinned, ids } = topic;
  return { id, title, creator, closed, hidden, pinned, messages: ids.length };
}

export function showMember(member: Member): z.output<typeof memberJson> {
  const { userId, status, present, joinedAt, inviterId: inviter, rights, banned } = member;
  return {
    userId,
    status,
    present,
    joinedAt,
    inviter,
    rights: Object.keys(rights ?? {}),
    forbidden: Object.keys(banned?.rights ?? {}),
    until: banned?.until || null,
  };
}
