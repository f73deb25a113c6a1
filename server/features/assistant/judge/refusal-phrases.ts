import { insultPhrases } from './insult-phrases.ts';
import { noInterestPhrases } from './no-interest-phrases.ts';
import { noPhrases } from './no-phrases.ts';
import { otherPhrases } from './other-phrases.ts';
import { spamPhrases } from './spam-phrases.ts';
import { stopPhrases } from './stop-phrases.ts';
import { wrongPersonPhrases } from './wrong-person-phrases.ts';

/** Phrases that say no, all for the same reason. */
export type RefusalRule = {
  cause: string;
  /** Asks not to be written to any more. */
  isStopRequest: boolean;
  /** Says no even in the form of a question: «можете больше не писать?» */
  inQuestions: boolean;
  phrases: readonly string[];
};

/** The first rule that is found counts. */
export const refusalRules: readonly RefusalRule[] = [
  { cause: 'rule:stop_request', isStopRequest: true, inQuestions: true, phrases: stopPhrases },
  { cause: 'rule:insult', isStopRequest: false, inQuestions: true, phrases: insultPhrases },
  { cause: 'rule:spam', isStopRequest: false, inQuestions: false, phrases: spamPhrases },
  {
    cause: 'rule:wrong_person',
    isStopRequest: false,
    inQuestions: false,
    phrases: wrongPersonPhrases,
  },
  { cause: 'rule:has_other', isStopRequest: false, inQuestions: false, phrases: otherPhrases },
  {
    cause: 'rule:no_interest',
    isStopRequest: false,
    inQuestions: false,
    phrases: noInterestPhrases,
  },
  { cause: 'rule:no', isStopRequest: false, inQuestions: false, phrases: noPhrases },
];
