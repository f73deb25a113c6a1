import { TelegramError } from '../telegram-error.ts';
import type { Entity } from './message.ts';

/** Limits in characters (https://limits.tginfo.me). */
const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const LONGEST_PREMIUM_CAPTION = 4096;
const MOST_ENTITIES = 100;

/** Shared by the many messages that have none. */
const none: readonly Entity[] = [];

const countCharacters = (text: string) => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/**
 * A text as Telegram stores it: without white space around it, its entities moved along.
 *
 * @throws TelegramError MESSAGE_EMPTY, MESSAGE_TOO_LONG, MEDIA_CAPTION_TOO_LONG,
 *   ENTITY_BOUNDS_INVALID or ENTITIES_TOO_LONG
 */
export function cleanText(
  raw: string,
  rawEntities: readonly Entity[],
  kind: { caption: boolean; premium: boolean },
): { text: string; entities: readonly Entity[] } {
  const start = raw.length - raw.trimStart().length;
  const text = raw.trim();
  if (text === '' && !kind.caption) throw new TelegramError(400, 'MESSAGE_EMPTY');
  const longest = !kind.caption
    ? LONGEST_TEXT
    : kind.premium
      ? LONGEST_PREMIUM_CAPTION
      : LONGEST_CAPTION;
  if (text.length > longest && countCharacters(text) > longest) {
    throw new TelegramError(400, kind.caption ? 'MEDIA_CAPTION_TOO_LONG' : 'MESSAGE_TOO_LONG');
  }
  if (rawEntities.length > MOST_ENTITIES) throw new TelegramError(400, 'ENTITIES_TOO_LONG');

  const entities: Entity[] = [];
  for (const entity of rawEntities) {
    const end = entity.offset + entity.length;
    if (entity.offset < 0 || entity.length <= 0 || end > raw.length) {
      throw new TelegramError(400, 'ENTITY_BOUNDS_INVALID');
    }
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(text.length, end - start);
    if (to > from) entities.push({ ...entity, offset: from, length: to - from });
  }
  entities.push(...foundEntities(text, entities));
  if (entities.length === 0) return { text, entities: none };
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities };
}

const patterns: [kind: string, pattern: RegExp][] = [
  [
    'url',
    /https?:\/\/[^\s<>"']+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|ru|me|io)\b(?:\/[^\s<>"']*)?/giu,
  ],
  ['email', /[\w.+-]+@[\w-]+\.[\w.-]*\w/gu],
  ['mention', /(?<![\w@/.])@[A-Za-z]\w{3,31}/gu],
  ['hashtag', /(?<![\p{L}\p{N}_#])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu],
  ['botCommand', /(?<![\w/])\/[a-zA-Z]\w{0,31}/gu],
];

/** Links, mentions and the like, which the server marks by itself where nothing is marked yet. */
function foundEntities(text: string, given: readonly Entity[]): Entity[] {
  if (!/[./@#]/.test(text)) return [];
  const found: Entity[] = [];
  const overlaps = (offset: number, end: number) =>
    [...given, ...found].some(
      (other) => offset < other.offset + other.length && end > other.offset,
    );
  for (const [kind, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const trimmed = kind === 'url' ? match[0].replace(/[.,!?;:)]+$/, '') : match[0];
      if (trimmed === '' || overlaps(match.index, match.index + trimmed.length)) continue;
      found.push({ kind, offset: match.index, length: trimmed.length });
    }
  }
  return found;
}
