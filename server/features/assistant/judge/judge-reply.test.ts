import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeReply } from './judge-reply.ts';
import { type LabelledReply, readLabelledReplies } from './train/labelled-replies.ts';

const testSets = {
  Russian: readLabelledReplies('test.ru'),
  English: readLabelledReplies('test.en'),
};
/** Slang and idioms as people write them, and what only sounds like it. */
const idioms = {
  Russian: readLabelledReplies('idioms.ru'),
  English: readLabelledReplies('idioms.en'),
};
const allTests = [...Object.values(testSets), ...Object.values(idioms)].flat();
const training = [...readLabelledReplies('training.ru'), ...readLabelledReplies('training.en')];
const refusals = allTests.filter(({ verdict }) => verdict === 'refusal');

const sameness = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}+?]+/gu, ' ')
    .trim();

describe('the test set', () => {
  test('holds at least 350 Russian and 250 English replies', () => {
    expect(testSets.Russian.length).toBeGreaterThanOrEqual(350);
    expect(testSets.English.length).toBeGreaterThanOrEqual(250);
  });

  test('shares no text with the training set', () => {
    const trained = new Set(training.map(({ text }) => sameness(text)));
    const shared = allTests.filter(({ text }) => trained.has(sameness(text)));
    expect(shared.map(({ text }) => text)).toEqual([]);
  });
});

describe.each(Object.entries(testSets))('on the %s test set', (_, replies) => {
  const judged = replies.map((reply) => ({ ...reply, judged: judgeReply(reply.text).verdict }));
  const share = (of: readonly unknown[], all: readonly unknown[]) => of.length / all.length;
  const isRight = (one: LabelledReply & { judged: string }) => one.judged === one.verdict;

  test('at least 98 of 100 refusals are found', () => {
    const all = judged.filter(({ verdict }) => verdict === 'refusal');
    expect(share(all.filter(isRight), all)).toBeGreaterThanOrEqual(0.98);
  });

  test('at least 95 of 100 found refusals are refusals', () => {
    const found = judged.filter((one) => one.judged === 'refusal');
    expect(share(found.filter(isRight), found)).toBeGreaterThanOrEqual(0.95);
  });

  test('at least 90 of 100 verdicts are right', () => {
    expect(share(judged.filter(isRight), judged)).toBeGreaterThanOrEqual(0.9);
  });
});

describe.each(Object.entries(idioms))('of slang and idioms in %s', (_, replies) => {
  const judged = replies.map((reply) => ({ ...reply, judged: judgeReply(reply.text).verdict }));
  const wrong = (of: typeof judged) => of.filter((one) => one.judged !== one.verdict);

  test('at least 95 of 100 refusals are found, and hardly anything else for one', () => {
    const all = judged.filter(({ verdict }) => verdict === 'refusal');
    const found = judged.filter((one) => one.judged === 'refusal');
    expect(all.length).toBeGreaterThanOrEqual(35);
    expect(wrong(all).length / all.length).toBeLessThanOrEqual(0.05);
    expect(wrong(found).length / found.length).toBeLessThanOrEqual(0.05);
    expect(wrong(judged).length / judged.length).toBeLessThanOrEqual(0.1);
  });
});

describe('whatever is written', () => {
  test('gets a verdict', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(anything, (text) => {
        expect(judgeReply(text).cause).toMatch(/^(rule:[a-z_]+|model:[01]\.\d\d)$/);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['a NUL', '\0'],
    ['half a surrogate pair', '\ud83d'],
    ['a hundred kilobytes of one letter', 'а'.repeat(100_000)],
    ['a hundred kilobytes of words', 'слово '.repeat(17_000)],
    ['a hundred kilobytes of punctuation', '.,!'.repeat(34_000)],
    ['a hundred kilobytes of emoji', '😀'.repeat(25_000)],
    ['a name of the prototype', '__proto__ constructor toString'],
  ])('%s is unclear', (_, text) => {
    expect(judgeReply(text).verdict).toBe('unclear');
  });

  test.each(['не пишите мне больше', 'please do not write to me again'])(
    '«%s» makes a refusal of it, before and after',
    (stop) => {
      for (const { text } of allTests) {
        for (const whole of [`${text}. ${stop}`, `${text}\n${stop}`, `${stop}. ${text}`]) {
          expect({ whole, ...judgeReply(whole) }).toMatchObject({
            verdict: 'refusal',
            isStopRequest: true,
          });
        }
      }
    },
  );
});

describe('a refusal stays one', () => {
  const found = refusals.filter(({ text }) => judgeReply(text).verdict === 'refusal');
  const plain = found.filter(({ text }) => /\p{L}/u.test(text) && !text.includes('?'));

  test.each<[how: string, change: (text: string) => string]>([
    ['in capitals', (text) => text.toUpperCase()],
    ['in small letters', (text) => text.toLowerCase()],
    ['with exclamation marks', (text) => `${text}!!!`],
    ['with dots around', (text) => `...${text}...`],
    ['with an emoji before', (text) => `😡 ${text}`],
    ['with an emoji after', (text) => `${text} 🙏`],
    ['with white space around', (text) => `\n  ${text}\t`],
  ])('%s', (_, change) => {
    const lost = plain.filter(({ text }) => judgeReply(change(text)).verdict !== 'refusal');
    expect(lost.map(({ text }) => change(text))).toEqual([]);
  });
});

describe('a request to stop is told from a mere no', () => {
  test.each(['не пишите мне', 'отпишите', 'STOP', 'remove me', 'удалите мой номер', 'пожалуюсь'])(
    '%s',
    (text) => {
      expect(judgeReply(text)).toMatchObject({ verdict: 'refusal', isStopRequest: true });
    },
  );

  test.each(['не интересно', 'нет, спасибо', 'no thanks', 'мы работаем с другими'])(
    '%s',
    (text) => {
      expect(judgeReply(text)).toMatchObject({ verdict: 'refusal', isStopRequest: false });
    },
  );
});

describe('what only looks like a no', () => {
  test.each([
    ['это не спам?', 'question'],
    ['не против', 'agreement'],
    ['no problem', 'agreement'],
    ['why not', 'agreement'],
    ['почему бы и нет', 'agreement'],
    ['да нет, наверное', 'unclear'],
    ['нет времени сейчас, напишите в пятницу', 'unclear'],
    ['> не интересно', 'unclear'],
    ['Forwarded message from Shop: reply STOP to unsubscribe', 'unclear'],
  ])('%s: %s', (text, verdict) => {
    expect(judgeReply(text).verdict).toBe(verdict);
  });
});
