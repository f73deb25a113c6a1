import type { BotApi } from '../bot-api/bot-api.ts';
import type { MtprotoServer } from '../mtproto/mtproto-server.ts';
import type { Wire } from '../mtproto/session.ts';
import type { Personas } from '../personas/start-personas.ts';
import type { Chat } from '../world/chats/chat.ts';
import type { Message } from '../world/messages/message.ts';
import type { User } from '../world/users/user.ts';
import type { World } from '../world/world.ts';
import { notFound } from './control-error.ts';

/** What the control API controls. */
export type Box = {
  readonly world: World;
  readonly server: MtprotoServer;
  readonly botApi: BotApi;
  /** What a bot library calls the API's root. */
  readonly botApiRoot: string;
  readonly personas: Personas;
};

/** @throws ControlError not_found */
export function userById(box: Box, id: number): User {
  const user = box.world.users.get(id);
  if (!user) throw notFound(`user ${id}`);
  return user;
}

/** Any message by its world-wide id. @throws ControlError not_found */
export function messageById(box: Box, id: number): Message {
  const message = box.world.messages[id - 1];
  if (!message) throw notFound(`message ${id}`);
  return message;
}

/** @throws ControlError not_found */
export function chatById(box: Box, id: number): Chat {
  const chat = box.world.chats.get(id);
  if (!chat) throw notFound(`chat ${id}`);
  return chat;
}

/** The connections on which the user's keys are in use. */
export function connectionsOf(box: Box, userId: number): Set<Wire> {
  const keys = [...(box.world.keysByUser.get(userId) ?? [])];
  const sessions = keys.flatMap((key) => [...(box.server.sessionsByKey.get(key.id) ?? [])]);
  return new Set(sessions.flatMap((session) => session.wire ?? []));
}
