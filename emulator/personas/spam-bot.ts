import { sendMessage } from '../world/messages/send-message.ts';
import { isLimited } from '../world/messages/spam-limit.ts';
import { createUser } from '../world/users/create-user.ts';
import type { User } from '../world/users/user.ts';
import type { World } from '../world/world.ts';

/** @SpamBot's number at Telegram. */
const SPAM_BOT_ID = 178_220_800;

/**
 * Adds the bot that tells an account whether it is limited (https://telegram.org/faq_spam). Its
 * words are the box's own; programs go by how they begin: `Good news` or `I'm afraid`.
 */
export function addSpamBot(world: World): void {
  const bot = createUser(world, {
    id: SPAM_BOT_ID,
    firstName: 'Spam Info Bot',
    username: 'SpamBot',
    bot: true,
    verified: true,
  });
  world.listeners.add((event) => {
    if (event.kind !== 'delivered' || event.toId !== bot.id) return;
    const user = world.users.get(event.message.fromId);
    if (!user || user.bot) return;
    world.clock.at(world.clock.now(), () => {
      sendMessage(world, bot, user, { text: verdict(world, user) });
    });
  });
}

function verdict(world: World, user: User): string {
  if (!isLimited(world, user)) {
    return 'Good news: there are no limits on your account. Write to whom you like.';
  }
  const until = user.limited?.until;
  const end =
    until === undefined
      ? 'There is no date for its end.'
      : `It ends by itself on ${new Date(until).toUTCString()}.`;
  return `I'm afraid your account is limited: people have reported messages from it as spam. While the limit lasts you can only write to people who have you in their contacts or have written to you. ${end}`;
}
