import { randomInt } from 'node:crypto';
import type { Language } from '../../base/text.ts';

/** Without the letters and digits that are taken for one another on paper. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const CODE_LENGTH = 4;
const KEY_LENGTH = 16;

/** What people send unless the team words it differently. */
export const defaultWords: Record<Language, string> = {
  ru: 'Здравствуйте! Хочу получать ваши сообщения.',
  en: 'Hello! I would like to get your messages.',
};

/** Words without the code tell a point only when nobody would begin like this by chance. */
const TELLING_LENGTH = 12;

export function newCode(): string {
  return randomText(CODE_LENGTH);
}

/** The part of a form's address that can't be guessed: 79 bits. */
export function newKey(): string {
  return randomText(KEY_LENGTH);
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

type Worded = { words: string; code: string };

/** What a link puts into the message field, for the person to send. */
export function firstWords({ words, code }: Worded): string {
  return `${words} #${code}`;
}

/**
 * Opens the chat with an account, the words in the message field, unsent.
 * Source: core.telegram.org/api/links#public-username-links
 */
export function chatLink(username: string, point: Worded): string {
  return `https://t.me/${username}?text=${encodeURIComponent(firstWords(point))}`;
}

/** The codes that stand in a message, lower case, without the #. */
export function codesIn(text: string): string[] {
  const found = text.toLowerCase().matchAll(/(?<![\p{L}\p{N}#])#([2-9a-z]{4})(?![\p{L}\p{N}_])/gu);
  return [...new Set([...found].map(([, code = '']) => code))];
}

/** Whether a message begins with all the words of a point, for people who took the code out. */
export function beginsWithWords(text: string, { words }: Worded): boolean {
  const wanted = normalise(words);
  const given = normalise(text);
  if (wanted.length < TELLING_LENGTH || !given.startsWith(wanted)) return false;
  return !/^[\p{L}\p{N}]/u.test(given.slice(wanted.length)) || /[^\p{L}\p{N}]$/u.test(wanted);
}

/**
 * Whether a message is what the link prepared and nothing else. Only then it may lift a stop:
 * whatever a person adds may be a refusal.
 */
export function isPrepared(text: string, point: Worded): boolean {
  return normalise(text) === normalise(firstWords(point));
}

function normalise(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
