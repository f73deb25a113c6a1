import { isTimeZone } from '../../../base/days.ts';
import { AppError } from '../../../base/errors.ts';
import type { ContactStatus } from '../tables.ts';
import { texts } from './texts.ts';

const refuse = (text: AppError['text']) => new AppError('invalid_request', text);

const languages: Record<string, string> = {
  русский: 'ru',
  рус: 'ru',
  russian: 'ru',
  английский: 'en',
  англ: 'en',
  english: 'en',
  украинский: 'uk',
  казахский: 'kk',
};

/** A language as people write it: ru, RU, ru-RU, русский. @throws AppError invalid_request */
export function readLanguage(value: string): string {
  const written = value.toLowerCase();
  const code = languages[written] ?? /^([a-z]{2})(?:[-_][a-z]{2,4})?$/.exec(written)?.[1];
  if (code) return code;
  throw refuse(texts.badLanguage(value));
}

const knownZones = new Map<string, boolean>();
const MOST_KNOWN_ZONES = 1_000;

/** A time zone: its IANA name, or as hours from UTC or Moscow. @throws AppError invalid_request */
export function readTimeZone(value: string): string {
  const [, from, sign, hours] =
    /^(utc|gmt|мск|msk)?\s*(?:([+-])\s*(\d{1,2})(?::?00)?)?$/i.exec(value) ?? [];
  if (from !== undefined || sign !== undefined) {
    const isMoscow = from !== undefined && /мск|msk/i.test(from);
    const shift = Number(hours ?? 0) * (sign === '-' ? -1 : 1) + (isMoscow ? 3 : 0);
    if (isMoscow && sign === undefined) return 'Europe/Moscow';
    // In these names east is minus. Source: the tz database, file etcetera.
    const zone = shift === 0 ? 'Etc/UTC' : `Etc/GMT${shift > 0 ? '-' : '+'}${Math.abs(shift)}`;
    if (isKnownZone(zone)) return zone;
  }
  if (/^[A-Za-z]/.test(value) && isKnownZone(value)) return value;
  throw refuse(texts.badTimeZone(value));
}

/** Asking takes long, and a file repeats few zones a million times. */
function isKnownZone(zone: string): boolean {
  const known = knownZones.get(zone);
  if (known !== undefined) return known;
  const isReal = isTimeZone(zone);
  if (knownZones.size < MOST_KNOWN_ZONES) knownZones.set(zone, isReal);
  return isReal;
}

/** @throws AppError invalid_request */
export function readPriority(value: string): number {
  const priority = Number(value.replace(/^(\d+)[.,]0+$/, '$1'));
  if (Number.isInteger(priority) && priority >= 1 && priority <= 10) return priority;
  throw refuse(texts.badPriority(value));
}

const statuses: Record<string, ContactStatus> = {
  pending: 'pending',
  новый: 'pending',
  ожидает: 'pending',
  contacted: 'contacted',
  написали: 'contacted',
  in_progress: 'in_progress',
  'in progress': 'in_progress',
  'в работе': 'in_progress',
  completed: 'completed',
  завершен: 'completed',
  завершено: 'completed',
  failed: 'failed',
  ошибка: 'failed',
};

/** A status of the sheet Users, or its Russian word. @throws AppError invalid_request */
export function readStatus(value: string): ContactStatus {
  const status = statuses[value.toLowerCase().replaceAll('ё', 'е')];
  if (status) return status;
  throw refuse(texts.badStatus(value));
}

const MOST_TAGS = 50;
const LONGEST_TAG = 50;

/** Tags divided by commas or semicolons. @throws AppError invalid_request */
export function readTags(value: string): string[] {
  const tags = [
    ...new Set(
      value
        .split(/[,;]/)
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
  if (tags.length <= MOST_TAGS && tags.every((tag) => tag.length <= LONGEST_TAG)) return tags;
  throw refuse(texts.badTags);
}

/**
 * A Telegram id: whole, positive, and no more than a number can hold here.
 * @throws AppError invalid_request
 */
export function readTelegramId(value: string): number {
  const written = value.replace(/\s/g, '').replace(/^(\d+)[.,]0+$/, '$1');
  const id = Number(written);
  if (/^\d{1,16}$/.test(written) && id > 0 && Number.isSafeInteger(id)) return id;
  throw refuse(texts.badTelegramId(value));
}

const PATRONYMIC = /(вич|ична|вна|оглы|кызы|улы)$/i;

/** «Иванов Иван Иванович» and "John Smith" as first and last name. */
export function readFullName(value: string): { first: string; last: string } {
  const words = value.split(/\s+/).filter(Boolean);
  const [one = '', two = '', three = ''] = words;
  if (words.length === 3 && PATRONYMIC.test(three)) return { first: two, last: one };
  if (words.length === 3 && PATRONYMIC.test(two)) return { first: one, last: three };
  return { first: one, last: words.slice(1).join(' ') };
}
