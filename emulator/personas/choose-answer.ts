import type { Random } from '../world/random.ts';
import type { Memory, Persona, Plan, Reply } from './persona.ts';
import { english } from './phrases/english.ts';
import type { Phrases } from './phrases/phrases.ts';
import { russian } from './phrases/russian.ts';
import { languageOf, topicOf } from './understand.ts';

/** After so many answers a talk has run dry. */
const LONGEST_TALK = 30;
/** Turns after which somebody interested agrees. */
const CONVINCED_AFTER = 4;
/** How often an answer comes as a voice message or a picture, of well-disposed people. */
const SHARE_OF_VOICE = 0.06;
const SHARE_OF_PHOTOS = 0.03;

/**
 * What a person does about what they read.
 *
 * @param heard  the texts that came since they last answered, the oldest first
 * @param name  the person's first name
 * @param memory  is brought up to date
 */
export function chooseAnswer(
  persona: Persona,
  memory: Memory,
  heard: readonly string[],
  name: string,
  random: Random,
): Plan {
  if (memory.silent || memory.turns >= LONGEST_TALK) return { replies: [] };
  const text = heard.join('\n');
  const scripted = fromScript(persona, memory, text);
  const plan = scripted ?? fromMood(persona, memory, text, random);
  if (plan.action === 'silence' || plan.action === 'block') memory.silent = true;
  memory.turns++;
  const replies = plan.replies.map((reply) =>
    typeof reply === 'string' ? reply.replaceAll('{name}', name) : reply,
  );
  return { ...plan, replies };
}

function fromScript(persona: Persona, memory: Memory, text: string): Plan | undefined {
  for (const [place, rule] of persona.script.entries()) {
    if (rule.inGroups || memory.spent.has(place)) continue;
    if (rule.match && !rule.match.test(text)) continue;
    if (!rule.match) memory.spent.add(place);
    return { replies: [...rule.replies], action: rule.action };
  }
  return undefined;
}

function fromMood(persona: Persona, memory: Memory, text: string, random: Random): Plan {
  const language = persona.language ?? languageOf(text);
  const phrases = language === 'ru' ? russian : english;
  const say = (choices: readonly string[]) => pickFresh(choices, memory, random).split('\n');
  const first = memory.turns === 0;
  switch (persona.mood) {
    case 'silent':
      return { replies: [] };
    case 'refuses':
      if (memory.turns >= 2) return { replies: [], action: 'silence' };
      return { replies: say(first ? phrases.refusal : phrases.firmRefusal) };
    case 'blocks':
      return { replies: say(phrases.farewell), action: 'block' };
    case 'angry':
      if (memory.turns >= 2) return { replies: [], action: 'silence' };
      return { replies: say(first ? phrases.anger : phrases.threat) };
    case 'interested':
      return { replies: interested(phrases, memory, text, random, say) };
    case 'asks':
      return { replies: asking(phrases, memory, text, random, say) };
  }
}

type Say = (choices: readonly string[]) => string[];

function interested(
  phrases: Phrases,
  memory: Memory,
  text: string,
  random: Random,
  say: Say,
): Reply[] {
  const topic = topicOf(text);
  const asked = topic !== 'statement' && topic !== 'media' && topic !== 'wanted';
  if (memory.turns === 0) {
    const opening = say(phrases.interest);
    if (asked) return [...opening, ...say(phrases.answers[topic])];
    return random.next() < 0.6 ? [...opening, ...say(phrases.questions)] : opening;
  }
  const spoken = spokenInstead(random);
  if (spoken) return [spoken];
  const answer = say(phrases.answers[topic]);
  if (!asked && memory.turns >= CONVINCED_AFTER) return say(phrases.agreement);
  return random.next() < 0.3 ? [...answer, ...say(phrases.questions)] : answer;
}

function asking(phrases: Phrases, memory: Memory, text: string, random: Random, say: Say): Reply[] {
  const topic = topicOf(text);
  const answers = topic === 'statement' ? [] : say(phrases.answers[topic]);
  const spoken = memory.turns > 0 ? spokenInstead(random) : undefined;
  if (spoken) return [spoken, ...say(phrases.questions)];
  const questions = random.next() < 0.3 ? 2 : 1;
  return [
    ...(random.next() < 0.7 ? answers : []),
    ...Array.from({ length: questions }).flatMap(() => say(phrases.questions)),
  ];
}

/** Now and then somebody talks or shows instead of typing. */
function spokenInstead(random: Random): Reply | undefined {
  const chance = random.next();
  if (chance < SHARE_OF_VOICE) return { media: 'voice' };
  return chance < SHARE_OF_VOICE + SHARE_OF_PHOTOS ? { media: 'photo' } : undefined;
}

/** One of the phrases, if possible one that the person hasn't used with this somebody. */
function pickFresh(choices: readonly string[], memory: Memory, random: Random): string {
  const fresh = choices.filter((choice) => !memory.used.has(choice));
  const choice = random.pick(fresh.length > 0 ? fresh : choices);
  memory.used.add(choice);
  return choice;
}
