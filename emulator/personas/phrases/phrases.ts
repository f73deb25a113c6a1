import type { Topic } from '../understand.ts';

/**
 * What people say, by occasion. An entry with line breaks is sent as several short messages, one
 * per line. `{name}` stands for the speaker's first name.
 */
export type Phrases = {
  /** Answers of somebody who is well disposed, by what was asked or said. */
  readonly answers: Readonly<Record<Topic, readonly string[]>>;
  /** First words of somebody interested. */
  readonly interest: readonly string[];
  /** What somebody asks who wants to know more. */
  readonly questions: readonly string[];
  /** Agreement at the end of a good talk. */
  readonly agreement: readonly string[];
  readonly refusal: readonly string[];
  readonly firmRefusal: readonly string[];
  /** Last words before blocking. */
  readonly farewell: readonly string[];
  readonly anger: readonly string[];
  readonly threat: readonly string[];
};
