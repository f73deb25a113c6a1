import type { Appointment } from '../world/clock.ts';
import { setBlocked } from '../world/contacts/set-blocked.ts';
import { makeMedia } from '../world/files/make-media.ts';
import { readHistory } from '../world/messages/read-history.ts';
import { sendMessage } from '../world/messages/send-message.ts';
import type { TypingAction } from '../world/messages/typing.ts';
import { TelegramError } from '../world/telegram-error.ts';
import { setOnline } from '../world/users/set-online.ts';
import type { User } from '../world/users/user.ts';
import { announce, type World } from '../world/world.ts';
import type { WorldEvent } from '../world/world-event.ts';
import { answerInGroups } from './answer-in-groups.ts';
import { chooseAnswer } from './choose-answer.ts';
import type { Memory, Persona, Plan, Reply } from './persona.ts';

/** People who answer by themselves. Nobody else in the world does. */
export type Personas = {
  /** Gives a user a persona, or takes it away. */
  assign(userId: number, persona: Persona | undefined): void;
  of(userId: number): Persona | undefined;
  stop(): void;
};

/** Typing speed in seconds per character, and the least and most that a message takes. */
const SECONDS_PER_CHARACTER = 0.12;
const SHORTEST_TYPING = 1;
const LONGEST_TYPING = 8;
/** Part of the delay that passes before the message is read. */
const READ_AT = 0.4;

type Conversation = Memory & {
  /** Texts that came and haven't been read yet. */
  readonly heard: string[];
  /** Reading what came, put off by every further message. */
  reading?: Appointment | undefined;
  /** Replies are being typed; what comes meanwhile is read afterwards. */
  answering: boolean;
};

/** Lets personas hear what is delivered to them. */
export function startPersonas(world: World): Personas {
  const personas = new Map<number, Persona>();
  const conversations = new Map<string, Conversation>();

  function conversationOf(personId: number, otherId: number): Conversation {
    const name = `${personId}/${otherId}`;
    let conversation = conversations.get(name);
    if (!conversation) {
      conversation = {
        turns: 0,
        used: new Set(),
        spent: new Set(),
        silent: false,
        heard: [],
        answering: false,
      };
      conversations.set(name, conversation);
    }
    return conversation;
  }

  function hear(event: WorldEvent): void {
    if (event.kind !== 'delivered') return;
    const persona = personas.get(event.toId);
    const person = world.users.get(event.toId);
    const other = world.users.get(event.message.fromId);
    if (!persona || !person || !other || other.support) return;
    const conversation = conversationOf(person.id, other.id);
    conversation.heard.push(event.message.text);
    if (!conversation.answering) readSoon({ world, person, other, conversation, persona });
  }

  /** Those who speak in groups too. */
  const speakers = new Map<number, Persona>();
  const hearGroups = (event: WorldEvent) => answerInGroups(world, speakers, event);
  world.listeners.add(hear);
  world.listeners.add(hearGroups);
  return {
    assign(userId, persona) {
      if (persona) personas.set(userId, persona);
      else personas.delete(userId);
      if (persona?.script.some((rule) => rule.inGroups)) speakers.set(userId, persona);
      else speakers.delete(userId);
    },
    of: (userId) => personas.get(userId),
    stop() {
      world.listeners.delete(hear);
      world.listeners.delete(hearGroups);
    },
  };
}

type Talk = {
  world: World;
  person: User;
  other: User;
  conversation: Conversation;
  persona: Persona;
};

const inSeconds = (world: World, seconds: number) => world.clock.now() + seconds * 1000;

/** Reads what came after part of the delay, and answers at the end of it. */
function readSoon(talk: Talk): void {
  const { world, person, other, conversation, persona } = talk;
  const delay = world.random.between(...persona.delaySeconds);
  conversation.reading?.cancel();
  conversation.reading = world.clock.at(inSeconds(world, delay * READ_AT), () => {
    setOnline(world, person, true);
    readHistory(world, person.id, other.id, 0);
    const heard = conversation.heard.splice(0);
    const plan = chooseAnswer(persona, conversation, heard, person.firstName, world.random);
    conversation.answering = true;
    carryOut(talk, plan, 0, delay * (1 - READ_AT));
  });
}

/**
 * Types and sends the replies one after the other, then does what follows them.
 *
 * @param seconds  how long typing the next one takes
 */
function carryOut(talk: Talk, plan: Plan, next: number, seconds: number): void {
  const { world, person, other } = talk;
  const reply = plan.replies[next];
  if (reply === undefined) {
    if (plan.action === 'block') setBlocked(world, person, other, true);
    finish(talk);
    return;
  }
  const action = actionOf(reply);
  announce(world, { kind: 'typing', viewerId: other.id, fromId: person.id, action });
  world.clock.at(inSeconds(world, seconds), async () => {
    if (!(await isSent(talk, reply))) {
      finish(talk);
      return;
    }
    const following = plan.replies[next + 1];
    carryOut(talk, plan, next + 1, following ? typingSeconds(talk.persona, following) : 0);
  });
}

function finish(talk: Talk): void {
  talk.conversation.answering = false;
  if (talk.conversation.heard.length > 0) readSoon(talk);
}

/** @returns false when the world refuses, as when the other side has blocked the person meanwhile */
async function isSent({ world, person, other }: Talk, reply: Reply): Promise<boolean> {
  try {
    const draft =
      typeof reply === 'string'
        ? { text: reply }
        : { text: reply.caption ?? '', media: await makeMedia(world, { type: reply.media }) };
    sendMessage(world, person, other, draft);
    return true;
  } catch (error) {
    if (error instanceof TelegramError) return false;
    throw error;
  }
}

/** How long a further reply takes; hasty people type fast. */
function typingSeconds(persona: Persona, reply: Reply): number {
  const length = typeof reply === 'string' ? reply.length : 40;
  const typing = Math.max(SHORTEST_TYPING, length * SECONDS_PER_CHARACTER);
  return Math.min(typing, LONGEST_TYPING, persona.delaySeconds[1]);
}

function actionOf(reply: Reply): TypingAction {
  if (typeof reply === 'string') return 'typing';
  if (reply.media === 'voice') return 'recording voice';
  if (reply.media === 'video_note') return 'recording round video';
  if (reply.media === 'photo') return 'uploading photo';
  return reply.media === 'video' ? 'uploading video' : 'uploading document';
}
