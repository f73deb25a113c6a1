import { boxOf } from '../messages/box-of.ts';
import { checkAddLimit } from '../messages/spam-limit.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { Chat, Member } from './chat.ts';
import { hasRight, memberOf, requireAllowed } from './member-of.ts';
import { postService } from './post-message.ts';
import { placeMember, setMember } from './set-member.ts';

/** Who was added, and who wasn't because their privacy forbids it, or for another reason. */
export type Added = { added: User[]; missing: { user: User; reason: string }[] };

/**
 * Adds people to a chat on behalf of a member who may. Who doesn't let themselves be added by
 * strangers is left out and named: they can be sent an invite link.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED and the like, USERS_TOO_MUCH, PEER_FLOOD; when it is one
 *   person, also why they cannot be added: USER_KICKED, USER_NOT_MUTUAL_CONTACT,
 *   USER_CHANNELS_TOO_MUCH, INPUT_USER_DEACTIVATED
 */
export function inviteUsers(
  world: World,
  actor: User,
  chat: Chat,
  users: readonly User[],
  session?: string,
): Added {
  requireAllowed(world, chat, actor.id, 'inviteUsers');
  return addUsers(world, actor, chat, users, { session });
}

/** @param how  `quiet`: nothing is said of it in the chat, as when it is being made */
export function addUsers(
  world: World,
  actor: User,
  chat: Chat,
  users: readonly User[],
  how: { quiet?: boolean; session?: string | undefined },
): Added {
  const added: User[] = [];
  const missing: Added['missing'] = [];
  for (const user of users) {
    if (memberOf(world, chat, user.id)?.present || added.includes(user)) continue;
    const reason = whyNot(world, actor, chat, user);
    if (reason !== undefined) {
      const alone = users.length === 1 && reason !== 'USER_PRIVACY_RESTRICTED';
      if (alone) throw new TelegramError(400, reason);
      missing.push({ user, reason });
      continue;
    }
    if (chat.memberCount + added.length >= chat.limits.members) {
      throw new TelegramError(400, 'USERS_TOO_MUCH');
    }
    if (!isMutual(actor, user)) checkAddLimit(world, actor);
    added.push(user);
  }
  for (const user of added) {
    const member = newMember(world, user.id, actor.id);
    if (how.quiet) placeMember(world, chat, member);
    else setMember(world, chat, member, { actorId: actor.id, session: how.session });
  }
  if (!how.quiet && added.length > 0) tell(world, actor, chat, added, how.session);
  return { added, missing };
}

function tell(world: World, actor: User, chat: Chat, added: User[], session?: string): void {
  if (chat.kind === 'channel') {
    announce(world, { kind: 'chat', chatId: chat.id, viewerId: actor.id, session });
    return;
  }
  const userIds = added.map((user) => user.id);
  postService(world, actor.id, chat, { kind: 'usersAdded', userIds }, {}, session);
}

/** Somebody who has just come in. */
export function newMember(world: World, userId: number, inviterId: number): Member {
  return {
    userId,
    status: 'member',
    present: true,
    joinedAt: world.clock.seconds(),
    inviterId,
  };
}

const isMutual = (one: User, other: User) =>
  one.contacts.has(other.id) && other.contacts.has(one.id);

/** Telegram's reason why somebody cannot be added by the actor. */
function whyNot(world: World, actor: User, chat: Chat, user: User): string | undefined {
  if (user.deleted || user.banned) return 'INPUT_USER_DEACTIVATED';
  const member = memberOf(world, chat, user.id);
  if (member?.status === 'kicked' && !hasRight(world, chat, actor.id, 'banUsers')) {
    return 'USER_KICKED';
  }
  if (user.bot) return undefined;
  const { chatInvite } = user.privacy;
  const allowed =
    chatInvite === 'everyone' || (chatInvite === 'contacts' && user.contacts.has(actor.id));
  if (!allowed || user.blocked.has(actor.id)) return 'USER_PRIVACY_RESTRICTED';
  if (member?.leftThemselves && !isMutual(actor, user)) return 'USER_NOT_MUTUAL_CONTACT';
  const full = boxOf(world, user.id).channelDialogs.size >= user.spamLimit.channels;
  return full && chat.kind !== 'group' ? 'USER_CHANNELS_TOO_MUCH' : undefined;
}
