import type { ChatMember, ChatMemberUpdated } from 'grammy/types';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { privateChatJson, userJson, userJsonById } from './user-json.ts';

/** What a bot is told when a person blocks it or lets it in again. */
export function blockedUpdate(
  world: World,
  botId: number,
  person: User,
  blocked: boolean,
): ChatMemberUpdated {
  const user = userJsonById(world, botId);
  const inside: ChatMember = { status: 'member', user };
  const outside: ChatMember = { status: 'kicked', user, until_date: 0 };
  return {
    chat: privateChatJson(world, person.id),
    from: userJson(person),
    date: world.clock.seconds(),
    old_chat_member: blocked ? inside : outside,
    new_chat_member: blocked ? outside : inside,
  };
}
