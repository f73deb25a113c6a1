import { isChannelId } from '../world/chats/chat-id.ts';
import { isPresent } from '../world/chats/member-of.ts';
import { postMessage } from '../world/chats/post-message.ts';
import { makeMedia } from '../world/files/make-media.ts';
import type { Copy } from '../world/messages/message.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { World } from '../world/world.ts';
import type { WorldEvent } from '../world/world-event.ts';
import type { Persona, Reply } from './persona.ts';

/**
 * Lets personas answer in the groups that they are in, by the rules of their scripts that are for
 * groups. They don't answer each other.
 *
 * @param speakers  those who have such rules
 */
export function answerInGroups(
  world: World,
  speakers: ReadonlyMap<number, Persona>,
  event: WorldEvent,
): void {
  if (speakers.size === 0 || event.kind !== 'box' || event.event.change.kind !== 'new') return;
  const { copy } = event.event.change;
  const { message } = copy;
  const chat = world.chats.get(copy.chatId);
  if (!chat || chat.kind === 'channel' || message.service || speakers.has(message.fromId)) return;
  for (const [personId, persona] of speakers) {
    const sees = isChannelId(event.ownerId)
      ? isPresent(chat, personId)
      : event.ownerId === personId;
    if (!sees) continue;
    const rule = persona.script.find(
      ({ inGroups, match }) => inGroups && (!match || match.test(message.text)),
    );
    if (!rule) continue;
    const delay = world.random.between(...persona.delaySeconds);
    world.clock.at(world.clock.now() + delay * 1000, () =>
      say(world, personId, copy, rule.replies),
    );
  }
}

/** Writes the replies as answers, as long as the chat lets the person write. */
async function say(
  world: World,
  personId: number,
  to: Copy,
  replies: readonly Reply[],
): Promise<void> {
  const person = world.users.get(personId);
  const chat = world.chats.get(to.chatId);
  if (!person || !chat) return;
  try {
    for (const reply of replies) {
      const content =
        typeof reply === 'string'
          ? { text: reply.replaceAll('{name}', person.firstName) }
          : { text: reply.caption ?? '', media: await makeMedia(world, { type: reply.media }) };
      postMessage(world, person, chat, { ...content, replyTo: to.message });
    }
  } catch (error) {
    if (!(error instanceof TelegramError)) throw error;
  }
}
