import type { Chat, User as UserJson } from 'grammy/types';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';

/** A user as bots see them. */
export function userJson(user: User): UserJson {
  if (user.deleted) return { id: user.id, is_bot: user.bot, first_name: '' };
  return {
    id: user.id,
    is_bot: user.bot,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    language_code: user.bot ? undefined : user.language,
    is_premium: user.premium || undefined,
  };
}

/** The same by id; one whom the world doesn't know is a user without a name. */
export function userJsonById(world: World, id: number): UserJson {
  const user = world.users.get(id);
  return user ? userJson(user) : { id, is_bot: false, first_name: '' };
}

/** The private chat with a user. */
export function privateChatJson(world: World, id: number): Chat.PrivateChat {
  const { first_name, last_name, username } = userJsonById(world, id);
  return { id, type: 'private', first_name, last_name, username };
}
