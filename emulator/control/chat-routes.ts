import { z } from 'zod';
import {
  setAbout,
  setChatUsername,
  setDefaultBanned,
  setSlowMode,
  setSwitch,
  setTitle,
} from '../world/chats/change-chat.ts';
import type { Chat } from '../world/chats/chat.ts';
import { createChat } from '../world/chats/create-chat.ts';
import { deleteChat } from '../world/chats/delete-chat.ts';
import { createLink } from '../world/chats/invite-links.ts';
import { newMember } from '../world/chats/invite-users.ts';
import { chosen } from '../world/chats/rights.ts';
import { setMember } from '../world/chats/set-member.ts';
import { createTopic, editTopic, getTopic, pinTopic, setForum } from '../world/chats/topics.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { User } from '../world/users/user.ts';
import { type Box, chatById, userById } from './box.ts';
import {
  chatChange,
  chatJson,
  chatParams,
  chatsQuery,
  linkJson,
  newChat,
  newLink,
  newTopic,
  topicChange,
  topicJson,
} from './chat-schemas.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError } from './control-error.ts';
import { numberText, success } from './schemas.ts';
import { showChat, showLink, showTopic } from './show-chat.ts';

/** Routes that make groups and channels, show them and change them, by the owner's hand. */
export function chatRoutes(app: ControlApp, box: Box): void {
  const { world } = box;
  const ownerOf = (chat: Chat) => userById(box, chat.creatorId);

  app.post(
    '/control/chats',
    { schema: { summary: 'Make a chat', body: newChat, response: { 200: chatJson } } },
    async ({ body }) => {
      const { creator, members, ...wanted } = body;
      if (wanted.kind === 'group' && (wanted.username !== undefined || wanted.forum)) {
        throw new ControlError(400, 'invalid_request', 'A basic group has no username or topics');
      }
      if (wanted.kind === 'channel' && wanted.forum) {
        throw new ControlError(400, 'invalid_request', 'A channel has no topics');
      }
      const owner = userById(box, creator);
      const people = members.map((id) => userById(box, id));
      const { chat } = createChat(world, owner, wanted);
      addQuietly(box, chat, people);
      return showChat(world, chat);
    },
  );

  app.get(
    '/control/chats',
    {
      schema: {
        summary: 'List chats, in the order they were made',
        querystring: chatsQuery,
        response: { 200: z.object({ chats: z.array(chatJson), next: z.number().nullable() }) },
      },
    },
    async ({ query }) => {
      const ids = [...world.chats.keys()];
      const from = query.after === undefined ? 0 : ids.indexOf(query.after) + 1;
      const page = ids.slice(from, from + query.limit);
      return {
        chats: page.map((id) => showChat(world, chatById(box, id))),
        next: from + page.length < ids.length ? (page.at(-1) ?? null) : null,
      };
    },
  );

  app.get(
    '/control/chats/:id',
    { schema: { summary: 'Show a chat', params: chatParams, response: { 200: chatJson } } },
    async ({ params }) => showChat(world, chatById(box, params.id)),
  );

  app.patch(
    '/control/chats/:id',
    {
      schema: {
        summary: 'Change a chat by its owner’s hand; what the body does not name stays',
        params: chatParams,
        body: chatChange,
        response: { 200: chatJson },
      },
    },
    async ({ params, body }) => {
      const chat = chatById(box, params.id);
      change(box, ownerOf(chat), chat, body);
      return showChat(world, chat);
    },
  );

  app.delete(
    '/control/chats/:id',
    { schema: { summary: 'Do away with a chat', params: chatParams, response: { 200: success } } },
    async ({ params }) => {
      const chat = chatById(box, params.id);
      deleteChat(world, ownerOf(chat), chat);
      return { success: true as const };
    },
  );

  app.post(
    '/control/chats/:id/links',
    {
      schema: {
        summary: 'Make an invite link',
        params: chatParams,
        body: newLink,
        response: { 200: linkJson },
      },
    },
    async ({ params, body: { admin, expireSeconds, ...options } }) => {
      const chat = chatById(box, params.id);
      const actor = admin === undefined ? ownerOf(chat) : userById(box, admin);
      const expireDate =
        expireSeconds === undefined ? undefined : world.clock.seconds() + expireSeconds;
      return showLink(createLink(world, actor, chat, { ...options, expireDate }));
    },
  );

  app.post(
    '/control/chats/:id/topics',
    {
      schema: {
        summary: 'Begin a topic',
        params: chatParams,
        body: newTopic,
        response: { 200: topicJson },
      },
    },
    async ({ params, body: { title, creator } }) => {
      const chat = chatById(box, params.id);
      const actor = creator === undefined ? ownerOf(chat) : userById(box, creator);
      const { id } = createTopic(world, actor, chat, { title });
      return showTopic(getTopic(chat, id));
    },
  );

  app.patch(
    '/control/chats/:id/topics/:topic',
    {
      schema: {
        summary: 'Rename, close, open, hide or pin a topic',
        params: chatParams.extend({ topic: numberText }),
        body: topicChange,
        response: { 200: topicJson },
      },
    },
    async ({ params, body: { pinned, ...rest } }) => {
      const chat = chatById(box, params.id);
      const owner = ownerOf(chat);
      if (Object.keys(rest).length > 0) editTopic(world, owner, chat, params.topic, rest);
      if (pinned !== undefined) pinTopic(world, owner, chat, params.topic, pinned);
      return showTopic(getTopic(chat, params.topic));
    },
  );
}

/**
 * Puts people into a chat without asking them, and without a word in it; those who are in it stay
 * as they are.
 *
 * @throws TelegramError USERS_TOO_MUCH
 */
export function addQuietly(box: Box, chat: Chat, people: readonly User[]): number {
  let added = 0;
  for (const { id } of people) {
    if (chat.members.get(id)?.present) continue;
    if (chat.memberCount >= chat.limits.members) throw new TelegramError(400, 'USERS_TOO_MUCH');
    setMember(box.world, chat, newMember(box.world, chat, id, chat.creatorId), {
      actorId: chat.creatorId,
    });
    added++;
  }
  return added;
}

function change(box: Box, owner: User, chat: Chat, body: z.output<typeof chatChange>): void {
  const { world } = box;
  const linked = body.linkedChat == null ? undefined : chatById(box, body.linkedChat);
  if (body.title !== undefined) setTitle(world, owner, chat, body.title);
  if (body.about !== undefined) setAbout(world, owner, chat, body.about);
  if (body.username !== undefined) {
    setChatUsername(world, owner, chat, body.username ?? undefined);
  }
  if (body.forum !== undefined) setForum(world, owner, chat, body.forum);
  for (const name of ['joinRequest', 'participantsHidden', 'signatures'] as const) {
    const on = body[name];
    if (on !== undefined) setSwitch(world, owner, chat, name, on);
  }
  if (body.slowModeSeconds !== undefined) setSlowMode(world, owner, chat, body.slowModeSeconds);
  if (body.forbidden) {
    const given = Object.fromEntries(body.forbidden.map((name) => [name, true]));
    setDefaultBanned(world, owner, chat, chosen(given, body.forbidden));
  }
  const { members = chat.limits.members, admins = chat.limits.admins } = body.limits ?? {};
  chat.limits = { members, admins };
  if (linked) {
    chat.linkedChatId = linked.id;
    linked.linkedChatId = chat.id;
  } else if (body.linkedChat === null && chat.linkedChatId !== undefined) {
    chatById(box, chat.linkedChatId).linkedChatId = undefined;
    chat.linkedChatId = undefined;
  }
}
