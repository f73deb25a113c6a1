import type { MediaType } from '../world/files/file.ts';

/** How a simulated person takes to being written to. */
export const moods = ['interested', 'asks', 'refuses', 'silent', 'blocks', 'angry'] as const;
type Mood = (typeof moods)[number];
export type Language = 'ru' | 'en';

/** Something a person sends: a text, or media with a caption. */
export type Reply = string | { media: MediaType; caption?: string | undefined };

/**
 * A rule of a script. With `match` (a regular expression, upper and lower case alike) it answers
 * every message that it fits; without, it answers one message, in its turn.
 */
type Rule = {
  match?: RegExp | undefined;
  /** It is for groups, where personas say nothing else; it answers whatever fits, every time. */
  inGroups?: boolean | undefined;
  replies: readonly Reply[];
  /** What follows the replies: the person blocks the other side, or never answers again. */
  action?: 'block' | 'silence' | undefined;
};

export type Persona = {
  mood: Mood;
  /** The language of the answers; that of the message when absent. */
  language?: Language | undefined;
  /** From the last message to the answer: least and most, in seconds of the world's time. */
  delaySeconds: readonly [number, number];
  /** Looked through before the mood has its say. */
  script: readonly Rule[];
};

/** What a person remembers of talking to somebody. */
export type Memory = {
  /** How often they have answered. */
  turns: number;
  /** Phrases and questions that were used, so that they aren't used again soon. */
  readonly used: Set<string>;
  /** Places in the script of rules that were used up. */
  readonly spent: Set<number>;
  /** They don't answer any more. */
  silent: boolean;
};

/** What a person is going to do about what they read. */
export type Plan = {
  replies: Reply[];
  action?: Rule['action'];
};
