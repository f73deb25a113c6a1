/** What an answer may draw on. */
export type Grounds = {
  /** Facts, knowledge and what we said before: what the team stands for. */
  ours: string;
  /** What the person wrote. Their own number may be repeated to them; their prices may not. */
  theirs: string;
};

/** Endings of addresses that stand without http; others are rather a missing space: «сегодня.Завтра». */
const ENDINGS =
  'ru|рф|su|com|net|org|info|biz|io|me|co|ai|app|dev|pro|site|online|store|shop|xyz|top|club|link|tech|by|kz|ua|uz|am|ge|eu|de|uk|us|cc|tg|gg|ly|to|moscow|москва';
const LINK = new RegExp(
  `\\b[a-z][a-z0-9+.-]{1,20}://[^\\s<>«»"]+|(?<![\\p{L}\\p{N}_@.-])(?:[\\p{L}\\p{N}-]+\\.)+(?:${ENDINGS})(?![\\p{L}\\p{N}-])(?:/[^\\s<>«»"]*)?`,
  'giu',
);
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const MENTION = /(?<![\p{L}\p{N}._%+-])@[a-z][a-z0-9_]{3,31}\b/giu;
/** A phone, a card, an account: many digits, whatever stands between them. */
const LONG_NUMBER = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;
/** 5000, 5 000, 5.000,00 */
const DIGITS =
  '(?:\\d{1,3}(?:[\\s\\u00a0\\u202f.,]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d+)?)(?!\\d)';
const MULTIPLIER = '(?:тыс\\p{L}*\\.?|млн\\p{L}*\\.?|млрд\\p{L}*\\.?|k|к|m)(?!\\p{L})';
const CURRENCY =
  '(?:₽|\\$|€|£|₸|₴|руб\\p{L}*|р(?![\\p{L}])\\.?|rub|rur|usd|eur|долл\\p{L}*|dollars?|euros?|евро|тенге|гривен\\p{L}*|грн|сум(?![\\p{L}])|копе\\p{L}*|cents?|баксов|bucks)';
const MONEY = new RegExp(
  `(?:(?:₽|\\$|€|£)\\s?(${DIGITS}))(\\s?${MULTIPLIER})?|(${DIGITS})(\\s?${MULTIPLIER})?\\s?${CURRENCY}`,
  'giu',
);
const PERCENT = /(\d+(?:[.,]\d+)?)\s?(?:%|процент\p{L}*|percent)/giu;
const NUMBER = new RegExp(`(${DIGITS})(\\s?${MULTIPLIER})?`, 'giu');
/** «бесплатно», «скидка»: promises that cost money without a number in them. */
const FREE =
  /бесплатн\p{L}*|даром(?!\p{L})|for free\b|free of charge|\bfree (shipping|delivery|trial)/iu;

/**
 * The first link, contact, price or percentage in an answer that nothing of ours says; undefined
 * when all are founded. A model makes up an address as easily as a sentence.
 */
export function findUnfounded(answer: string, { ours, theirs }: Grounds): string | undefined {
  return (
    findIn(answer, EMAIL, lower, collect(`${ours}\n${theirs}`, EMAIL, lower)) ??
    findLink(answer.replace(EMAIL, ' '), ours) ??
    findIn(answer, MENTION, lower, mentionsOf(ours)) ??
    findIn(withoutMoney(answer), LONG_NUMBER, lastDigits, longNumbersOf(`${ours}\n${theirs}`)) ??
    findMoney(answer, ours) ??
    findIn(answer, PERCENT, percentOf, collect(ours, PERCENT, percentOf)) ??
    findFree(answer, ours)
  );
}

function findIn(
  answer: string,
  shape: RegExp,
  normalize: (match: string) => string,
  known: ReadonlySet<string>,
): string | undefined {
  return answer.match(shape)?.find((match) => !known.has(normalize(match)));
}

function collect(text: string, shape: RegExp, normalize: (match: string) => string): Set<string> {
  return new Set((text.match(shape) ?? []).map(normalize));
}

const lower = (text: string) => text.toLowerCase();

/** A known page, or the front page of a known site. */
function findLink(answer: string, ours: string): string | undefined {
  const known = collect(ours, LINK, plainLink);
  const sites = new Set([...known].map((link) => link.split('/')[0] ?? ''));
  return answer.match(LINK)?.find((link) => {
    const plain = plainLink(link);
    return !known.has(plain) && !sites.has(plain);
  });
}

function plainLink(link: string): string {
  return link
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[.,;:!?)\]'"»]+$/, '')
    .replace(/\/+$/, '');
}

/** @name and t.me/name are one. */
function mentionsOf(text: string): Set<string> {
  const links = [...text.matchAll(/\bt(?:elegram)?\.me\/([a-z][a-z0-9_]{3,31})\b/gi)];
  return new Set([
    ...collect(text, MENTION, lower),
    ...links.map(([, name]) => `@${lower(name ?? '')}`),
  ]);
}

function withoutMoney(answer: string): string {
  return answer.replace(MONEY, ' ');
}

/** +7 and 8 before a Russian number are one. */
function lastDigits(match: string): string {
  return match.replace(/\D/g, '').slice(-10);
}

function longNumbersOf(text: string): Set<string> {
  return collect(text, LONG_NUMBER, lastDigits);
}

function findMoney(answer: string, ours: string): string | undefined {
  const amounts = [...answer.matchAll(MONEY)];
  if (amounts.length === 0) return undefined;
  const known = new Set(
    [...ours.matchAll(NUMBER)].flatMap(([, digits, by]) => valuesOf(digits, by)),
  );
  const unfounded = amounts.find(([, prefixed, by, digits, by2]) =>
    valuesOf(prefixed ?? digits, by ?? by2).every((value) => !known.has(value)),
  );
  return unfounded?.[0];
}

/** What digits may mean: 1.500 is one and a half, and fifteen hundred. */
function valuesOf(digits: string | undefined, multiplier: string | undefined): number[] {
  const compact = (digits ?? '').replace(/[\s\u00a0\u202f]/g, '');
  const factor = factorOf(multiplier?.trim().toLowerCase() ?? '');
  const readings = new Set([
    Number(compact.replace(/[.,](?=\d{3}(?:\D|$))/g, '').replace(',', '.')),
    Number(compact.replace(',', '.')),
  ]);
  return [...readings].filter(Number.isFinite).map((value) => value * factor);
}

function factorOf(multiplier: string): number {
  if (/^(тыс|k|к)/.test(multiplier)) return 1_000;
  if (/^(млн|m)/.test(multiplier)) return 1_000_000;
  return multiplier.startsWith('млрд') ? 1_000_000_000 : 1;
}

function percentOf(match: string): string {
  return String(Number(/\d+(?:[.,]\d+)?/.exec(match)?.[0].replace(',', '.')));
}

function findFree(answer: string, ours: string): string | undefined {
  const promise = FREE.exec(answer)?.[0];
  return promise && !FREE.test(ours) ? promise : undefined;
}
