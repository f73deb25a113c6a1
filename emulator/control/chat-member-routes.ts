import { z } from 'zod';
import { answerRequest } from '../world/chats/answer-request.ts';
import type { Chat, Member } from '../world/chats/chat.ts';
import { editAdmin, editGroupAdmin } from '../world/chats/edit-admin.ts';
import { editBanned } from '../world/chats/edit-banned.ts';
import { joinByLink, usableLink } from '../world/chats/invite-links.ts';
import { joinChat } from '../world/chats/join-chat.ts';
import { leaveChat, removeMember } from '../world/chats/leave-chat.ts';
import { memberOf } from '../world/chats/member-of.ts';
import { chosen, ownerRights } from '../world/chats/rights.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { User } from '../world/users/user.ts';
import { type Box, chatById, userById } from './box.ts';
import { addQuietly } from './chat-routes.ts';
import {
  chatParams,
  memberChange,
  memberJson,
  memberParams,
  membersQuery,
} from './chat-schemas.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError, notFound } from './control-error.ts';
import { idParams, success } from './schemas.ts';
import { showMember } from './show-chat.ts';

/** Routes that put people into chats and take them out, and let them join and leave by themselves. */
export function chatMemberRoutes(app: ControlApp, box: Box): void {
  const { world } = box;
  const ownerOf = (chat: Chat) => userById(box, chat.creatorId);

  app.get(
    '/control/chats/:id/members',
    {
      schema: {
        summary: 'List those who are or were in a chat, in the order they came',
        params: chatParams,
        querystring: membersQuery,
        response: { 200: z.object({ members: z.array(memberJson), next: z.number().nullable() }) },
      },
    },
    async ({ params, query }) => {
      const chat = chatById(box, params.id);
      const all = [...chat.members.keys()]
        .flatMap((id) => memberOf(world, chat, id) ?? [])
        .filter(({ status }) => query.status === undefined || status === query.status);
      const from = all.findIndex(({ userId }) => userId === query.after) + 1;
      const page = all.slice(from, from + query.limit);
      return {
        members: page.map(showMember),
        next: from + page.length < all.length ? (page.at(-1)?.userId ?? null) : null,
      };
    },
  );

  app.post(
    '/control/chats/:id/members',
    {
      schema: {
        summary: 'Put people into a chat, whatever their privacy says',
        params: chatParams,
        body: z.strictObject({ userIds: z.array(z.number().int()).min(1).max(100_000) }),
        response: { 200: z.object({ added: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const chat = chatById(box, params.id);
      const people = body.userIds.map((id) => userById(box, id));
      return { added: addQuietly(box, chat, people) };
    },
  );

  app.patch(
    '/control/chats/:id/members/:userId',
    {
      schema: {
        summary: 'Make somebody an administrator or a plain member, restrict them or ban them',
        params: memberParams,
        body: memberChange,
        response: { 200: memberJson },
      },
    },
    async ({ params, body }) => {
      const chat = chatById(box, params.id);
      const user = userById(box, params.userId);
      place(box, ownerOf(chat), chat, user, body);
      return showMember(memberIn(box, chat, user.id));
    },
  );

  app.delete(
    '/control/chats/:id/members/:userId',
    {
      schema: {
        summary: 'Take somebody out of a chat; they may come back',
        params: memberParams,
        response: { 200: success },
      },
    },
    async ({ params }) => {
      const chat = chatById(box, params.id);
      removeMember(world, chat.creatorId, chat, userById(box, params.userId).id);
      return { success: true as const };
    },
  );

  app.post(
    '/control/users/:id/join',
    {
      schema: {
        summary: 'Join a chat as this person, by a link or, if it is public, by its id',
        params: idParams,
        body: z.union([
          z.strictObject({ link: z.string().min(1) }),
          z.strictObject({ chat: z.number().int() }),
        ]),
        response: { 200: z.object({ status: z.enum(['joined', 'requested']), chat: z.number() }) },
      },
    },
    async ({ params, body }) => {
      const user = userById(box, params.id);
      const hash = 'link' in body ? (body.link.split(/[+/]/).at(-1) ?? '') : '';
      const chat = 'chat' in body ? chatById(box, body.chat) : usableLink(world, hash).chat;
      try {
        if ('chat' in body) joinChat(world, user, chat);
        else joinByLink(world, user, hash);
      } catch (error) {
        const asked = error instanceof TelegramError && error.text === 'INVITE_REQUEST_SENT';
        if (!asked) throw error;
        return { status: 'requested' as const, chat: chat.id };
      }
      return { status: 'joined' as const, chat: chat.id };
    },
  );

  app.post(
    '/control/users/:id/leave',
    {
      schema: {
        summary: 'Leave a chat as this person',
        params: idParams,
        body: z.strictObject({ chat: z.number().int() }),
        response: { 200: success },
      },
    },
    async ({ params, body }) => {
      leaveChat(world, userById(box, params.id).id, chatById(box, body.chat));
      return { success: true as const };
    },
  );

  app.post(
    '/control/chats/:id/requests/:userId',
    {
      schema: {
        summary: 'Let in somebody who asks, or turn them away',
        params: memberParams,
        body: z.strictObject({ approved: z.boolean() }),
        response: { 200: success },
      },
    },
    async ({ params, body }) => {
      const chat = chatById(box, params.id);
      answerRequest(world, ownerOf(chat), chat, params.userId, body.approved);
      return { success: true as const };
    },
  );
}

function memberIn(box: Box, chat: Chat, userId: number): Member {
  const member = memberOf(box.world, chat, userId);
  if (!member) throw notFound(`member ${userId} in chat ${chat.id}`);
  return member;
}

function place(
  box: Box,
  owner: User,
  chat: Chat,
  user: User,
  body: z.output<typeof memberChange>,
): void {
  const { world } = box;
  if (chat.kind === 'group') {
    if (body.status !== 'admin' && body.status !== 'member') {
      throw new ControlError(400, 'invalid_request', 'In a basic group nobody is restricted');
    }
    editGroupAdmin(world, owner, chat, user, body.status === 'admin');
  } else if (body.status === 'admin') {
    const rights = body.rights ? named(body.rights) : ownerRights;
    editAdmin(world, owner, chat, user, rights, body.rank);
  } else if (body.status === 'member') {
    const free = memberIn(box, chat, user.id).banned !== undefined;
    if (free) editBanned(world, owner, chat, user, {}, 0);
    else editAdmin(world, owner, chat, user, {});
  } else {
    const until = body.seconds === 0 ? 0 : world.clock.seconds() + body.seconds;
    const kicked = body.status === 'kicked';
    const rights = kicked ? { viewMessages: true } : named(body.forbidden);
    editBanned(world, owner, chat, user, rights, until);
  }
}

function named<R extends string>(names: readonly R[]) {
  const given: Partial<Record<R, boolean>> = {};
  for (const name of names) given[name] = true;
  return chosen(given, names);
}
