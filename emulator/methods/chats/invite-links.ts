import type { tl } from '@mtcute/core';
import { answerRequest } from '../../world/chats/answer-request.ts';
import type { Chat, InviteLink } from '../../world/chats/chat.ts';
import {
  createLink,
  deleteLink,
  editLink,
  joinByLink,
  linkOf,
  primaryLink,
  renewPrimaryLink,
  usableLink,
} from '../../world/chats/invite-links.ts';
import { memberOf, presentMembers, requireRight } from '../../world/chats/member-of.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { answerUpdates } from '../answer-updates.ts';
import { type Call, caller } from '../call.ts';
import { chatOfPeer, userOfInput } from '../peers.ts';
import { chatView } from '../views/chat-view.ts';
import { linkView } from '../views/link-view.ts';
import { toLong } from '../views/long.ts';
import { photoView } from '../views/media-view.ts';
import { userViews } from '../views/user-view.ts';

const LARGEST_PAGE = 100;

/** The part of a link that names it: `https://t.me/+AbC` → `AbC`. */
const hashOf = (link: string) => /(?:\+|joinchat\/)?([\w-]+)\/?$/.exec(link)?.[1] ?? link;

/** Makes a link, or replaces one's permanent one. @throws TelegramError CHAT_ADMIN_REQUIRED, EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID */
export function exportChatInvite(
  call: Call,
  request: tl.messages.RawExportChatInviteRequest,
): tl.TypeExportedChatInvite {
  const chat = chatOfPeer(call, request.peer);
  const { title, expireDate, usageLimit, requestNeeded, legacyRevokePermanent } = request;
  const link = legacyRevokePermanent
    ? renewPrimaryLink(call.world, caller(call), chat)
    : createLink(call.world, caller(call), chat, { title, expireDate, usageLimit, requestNeeded });
  return linkView(chat, link);
}

/** Changes or revokes a link. @throws TelegramError INVITE_HASH_EXPIRED, CHAT_INVITE_PERMANENT, CHAT_ADMIN_REQUIRED */
export function editExportedChatInvite(
  call: Call,
  request: tl.messages.RawEditExportedChatInviteRequest,
): tl.messages.TypeExportedChatInvite {
  const chat = chatOfPeer(call, request.peer);
  const { title, expireDate, usageLimit, requestNeeded, revoked } = request;
  const change = { title, expireDate, usageLimit, requestNeeded, revoked };
  const hash = hashOf(request.link);
  const { link, successor } = editLink(call.world, caller(call), chat, hash, change);
  const users = userViews(call.world, caller(call), [link.adminId]);
  const invite = linkView(chat, link);
  if (!successor) return { _: 'messages.exportedChatInvite', invite, users };
  const newInvite = linkView(chat, successor);
  return { _: 'messages.exportedChatInviteReplaced', invite, newInvite, users };
}

/** @throws TelegramError INVITE_REVOKED_MISSING, INVITE_HASH_EXPIRED, CHAT_ADMIN_REQUIRED */
export function deleteExportedChatInvite(
  call: Call,
  request: tl.messages.RawDeleteExportedChatInviteRequest,
): boolean {
  const chat = chatOfPeer(call, request.peer);
  deleteLink(call.world, caller(call), chat, hashOf(request.link));
  return true;
}

/** One link. @throws TelegramError INVITE_HASH_EXPIRED, CHAT_ADMIN_REQUIRED */
export function getExportedChatInvite(
  call: Call,
  request: tl.messages.RawGetExportedChatInviteRequest,
): tl.messages.RawExportedChatInvite {
  const chat = chatOfPeer(call, request.peer);
  const link = linkOf(call.world, caller(call), chat, hashOf(request.link));
  const users = userViews(call.world, caller(call), [link.adminId]);
  return { _: 'messages.exportedChatInvite', invite: linkView(chat, link), users };
}

/** An administrator's links, the latest first. @throws TelegramError CHAT_ADMIN_REQUIRED */
export function getExportedChatInvites(
  call: Call,
  request: tl.messages.RawGetExportedChatInvitesRequest,
): tl.messages.RawExportedChatInvites {
  const { world } = call;
  const self = caller(call);
  const chat = chatOfPeer(call, request.peer);
  requireRight(world, chat, self.id, 'inviteUsers');
  const admin = userOfInput(call, request.adminId);
  if (admin.id !== self.id && chat.creatorId !== self.id) {
    throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  }
  if (admin.id === self.id) primaryLink(world, self.id, chat);
  const all = [...chat.links.values()]
    .filter((link) => link.adminId === admin.id && link.revoked === (request.revoked ?? false))
    .reverse();
  const offset = request.offsetLink === undefined ? undefined : hashOf(request.offsetLink);
  const from = all.findIndex((link) => link.hash === offset) + 1;
  const page = all.slice(from, from + Math.min(request.limit || LARGEST_PAGE, LARGEST_PAGE));
  return {
    _: 'messages.exportedChatInvites',
    count: all.length,
    invites: page.map((link) => linkView(chat, link)),
    users: userViews(world, self, [admin.id]),
  };
}

/** What is behind a link. @throws TelegramError INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED */
export function checkChatInvite(
  call: Call,
  request: tl.messages.RawCheckChatInviteRequest,
): tl.TypeChatInvite {
  const { world } = call;
  const self = caller(call);
  const { link, chat } = usableLink(world, request.hash);
  const member = memberOf(world, chat, self.id);
  if (member?.present) return { _: 'chatInviteAlready', chat: chatView(world, self, chat) };
  if (member?.status === 'kicked') throw new TelegramError(400, 'INVITE_HASH_EXPIRED');
  return preview(call, chat, link);
}

function preview(call: Call, chat: Chat, link: InviteLink): tl.RawChatInvite {
  const { world } = call;
  const self = caller(call);
  const known = [...presentMembers(world, chat)]
    .map(({ userId }) => userId)
    .filter((id) => self.contacts.has(id))
    .slice(0, 5);
  return {
    _: 'chatInvite',
    channel: chat.kind !== 'group',
    broadcast: chat.kind === 'channel',
    megagroup: chat.kind === 'supergroup',
    public: chat.username !== undefined,
    requestNeeded: link.requestNeeded || chat.joinRequest,
    title: chat.title,
    about: chat.about || undefined,
    photo: chat.photo ? photoView(world, self.id, chat.photo) : { _: 'photoEmpty', id: toLong(0n) },
    participantsCount: chat.memberCount,
    participants:
      known.length > 0 && chat.kind !== 'channel' ? userViews(world, self, known) : undefined,
    color: 1,
  };
}

/** Comes in by a link. @throws TelegramError those of `joinByLink` */
export function importChatInvite(
  call: Call,
  request: tl.messages.RawImportChatInviteRequest,
): tl.RawUpdates {
  const { link } = usableLink(call.world, request.hash);
  const operation = () => void joinByLink(call.world, caller(call), request.hash, call.session);
  return answerUpdates(call, operation, [link.chatId]);
}

/** Who came by a link, or asks to (`requested`), the latest first. @throws TelegramError CHAT_ADMIN_REQUIRED, INVITE_HASH_EXPIRED */
export function getChatInviteImporters(
  call: Call,
  request: tl.messages.RawGetChatInviteImportersRequest,
): tl.messages.RawChatInviteImporters {
  const { world } = call;
  const self = caller(call);
  const chat = chatOfPeer(call, request.peer);
  requireRight(world, chat, self.id, 'inviteUsers');
  const hash = request.link === undefined ? undefined : hashOf(request.link);
  if (hash !== undefined) linkOf(world, self, chat, hash);
  const words = request.q?.trim().toLowerCase() ?? '';
  const all = (request.requested ? requesters(chat, hash) : importers(chat, hash))
    .filter(({ userId }) => words === '' || nameOf(call, userId).includes(words))
    .reverse();
  const offset = request.offsetUser._ === 'inputUserEmpty' ? undefined : request.offsetUser;
  const after = offset && userOfInput(call, offset).id;
  const from = after === undefined ? 0 : all.findIndex(({ userId }) => userId === after) + 1;
  const page = all.slice(from, from + Math.min(request.limit || LARGEST_PAGE, LARGEST_PAGE));
  return {
    _: 'messages.chatInviteImporters',
    count: all.length,
    importers: page,
    users: userViews(
      world,
      self,
      page.flatMap(({ userId, approvedBy }) => [userId, approvedBy ?? userId]),
    ),
  };
}

const nameOf = ({ world }: Call, id: number) => {
  const user = world.users.get(id);
  return `${user?.firstName} ${user?.lastName ?? ''} ${user?.username ?? ''}`.toLowerCase();
};

function requesters(chat: Chat, hash: string | undefined): tl.RawChatInviteImporter[] {
  return [...chat.requests.values()]
    .filter((request) => hash === undefined || request.hash === hash)
    .map(({ userId, date }) => ({ _: 'chatInviteImporter', requested: true, userId, date }));
}

function importers(chat: Chat, hash: string | undefined): tl.RawChatInviteImporter[] {
  return [...chat.links.values()]
    .filter((link) => hash === undefined || link.hash === hash)
    .flatMap((link) => link.importers)
    .map((importer) => ({ _: 'chatInviteImporter', ...importer }));
}

/** Grants a request to be let in, or turns it down. @throws TelegramError those of `answerRequest` */
export function hideChatJoinRequest(
  call: Call,
  request: tl.messages.RawHideChatJoinRequestRequest,
): tl.RawUpdates {
  const chat = chatOfPeer(call, request.peer);
  const user = userOfInput(call, request.userId);
  const approved = request.approved ?? false;
  const operation = () =>
    answerRequest(call.world, caller(call), chat, user.id, approved, call.session);
  return answerUpdates(call, operation, [chat.id, user.id]);
}

/** The same for all who asked, or all who asked by one link. @throws TelegramError CHAT_ADMIN_REQUIRED */
export function hideAllChatJoinRequests(
  call: Call,
  request: tl.messages.RawHideAllChatJoinRequestsRequest,
): tl.RawUpdates {
  const chat = chatOfPeer(call, request.peer);
  requireRight(call.world, chat, caller(call).id, 'inviteUsers');
  const hash = request.link === undefined ? undefined : hashOf(request.link);
  const approved = request.approved ?? false;
  const asked = [...chat.requests.values()].filter(
    (one) => hash === undefined || one.hash === hash,
  );
  const operation = () => {
    for (const { userId } of asked) {
      answerRequest(call.world, caller(call), chat, userId, approved, call.session);
    }
  };
  return answerUpdates(call, operation, [chat.id]);
}
