import { judgeEmoji } from './emoji.ts';
import { loadModel, type Model, weigh } from './model.ts';
import { isClauseEnd } from './phrase-pattern.ts';
import { isAsking } from './questions.ts';
import { type Reply, readReply } from './read-reply.ts';
import { afterLeadingNo, findRefusal } from './refusals.ts';
import type { Verdict } from './verdict.ts';

export type { Verdict } from './verdict.ts';

export type Judgement = {
  verdict: Verdict;
  /** Which rule, or the model and how sure it is: 'rule:stop_request', 'model:0.93'. */
  cause: string;
  /** The person asks not to be written to any more, as opposed to a mere no. */
  isStopRequest: boolean;
};

/** How sure the model must be of a refusal when there is a word that denies, and when there is none. */
const SURE_OF_REFUSAL = { withNo: 0.3, withoutNo: 0.6 };
const SURE_OF_AGREEMENT = 0.5;
const SURE_OF_QUESTION = 0.45;

const denying = new Set(
  'не нет ни нету неа no not dont never nope nah wont cant doesnt isnt without без'.split(' '),
);

// Read once, and never changed.
let shipped: Model | undefined;

/**
 * What a person's reply to us comes to. An explicit no wins over all else; between agreement and
 * doubt doubt wins. Takes less than a millisecond and never throws; the model is read on first use (see
 * `warmUpJudge`).
 * @param text  one message, in Russian or English, however typed
 */
export function judgeReply(text: string): Judgement {
  shipped ??= loadModel();
  return judgeWith(shipped, text);
}

/**
 * Reads the model before the first reply comes, which may stand in a transaction: it takes some
 * hundredths of a second, and the first replies are slower until the code has warmed up.
 */
export function warmUpJudge(): void {
  const said = [
    'Не нужно, спасибо',
    'да, расскажите',
    'а сколько это стоит?',
    'no thanks',
    'hello',
  ];
  for (let round = 0; round < 20; round++) for (const text of said) judgeReply(text);
}

/** The same with another model: for cross-validation. */
export function judgeWith(model: Model, text: string): Judgement {
  const reply = readReply(model.lexicon, text);
  if (!reply.hasWords || /^\s*\+10*\s*$/.test(text)) return judgeSigns(text, reply);
  const refusal = findRefusal(reply);
  if (refusal) {
    const { cause, isStopRequest } = refusal;
    return { verdict: 'refusal', cause, isStopRequest };
  }
  if (reply.said.every(isClauseEnd)) return decided('unclear', 'rule:quoted');
  const rest = afterLeadingNo(reply.said);
  const fromModel = judgeByModel(model, rest ?? reply.said);
  if (rest && !['agreement', 'question'].includes(fromModel.verdict)) {
    return decided('refusal', 'rule:no');
  }
  if (judgeEmoji(reply.emoji) === 'refusal' && fromModel.verdict !== 'question') {
    return decided('refusal', 'rule:emoji');
  }
  return fromModel;
}

function judgeByModel(model: Model, said: readonly string[]): Judgement {
  const odds = weigh(model, said);
  const by = (verdict: Verdict) => decided(verdict, `model:${odds[verdict].toFixed(2)}`);
  const asks = isAsking(said);
  const sure = said.some((word) => denying.has(word))
    ? SURE_OF_REFUSAL.withNo
    : SURE_OF_REFUSAL.withoutNo;
  if (odds.refusal >= (asks ? 0.9 : sure)) return by('refusal');
  if (asks && odds.agreement < 0.9) return decided('question', 'rule:question');
  if (odds.question >= SURE_OF_QUESTION) return by('question');
  if (odds.agreement >= SURE_OF_AGREEMENT) return by('agreement');
  return by('unclear');
}

/** Without a letter or digit: emoji and punctuation. */
function judgeSigns(text: string, { emoji }: Reply): Judgement {
  if (/^\s*\++(?:10*)?\s*$/.test(text)) return decided('agreement', 'rule:plus');
  if (/^\s*[-−–—]\s*$/.test(text)) return decided('refusal', 'rule:minus');
  if (emoji.length > 0) {
    const verdict = judgeEmoji(emoji);
    if (verdict !== 'unclear' || !text.includes('?')) return decided(verdict, 'rule:emoji');
  }
  if (text.includes('?')) return decided('question', 'rule:question');
  return decided('unclear', 'rule:no_words');
}

function decided(verdict: Verdict, cause: string): Judgement {
  return { verdict, cause, isStopRequest: false };
}
