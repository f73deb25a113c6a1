import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Crypto } from '../../base/crypto.ts';
import { AppError } from '../../base/errors.ts';
import type { IdentifierKind } from './tables.ts';

/** What a person may be known by; at least one is given. */
export type Identifiers = {
  telegramId?: number | null | undefined;
  /** Lower case, without the @. */
  username?: string | null | undefined;
  /** E.164, with the plus. */
  phone?: string | null | undefined;
};

/** 5–32 characters for people; shorter ones are sold at auction. Source: core.telegram.org. */
const USERNAME = /^[a-z][a-z0-9_]{2,31}$/;

/**
 * Reads a username as people write it: `@Name`, `t.me/name`, `https://t.me/name`.
 * @throws AppError invalid_request
 */
export function readUsername(given: string): string {
  const name = given
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\/([^/?#]*)\/?(?:[?#].*)?$/i, '$1')
    .replace(/^@/, '')
    .toLowerCase();
  if (USERNAME.test(name)) return name;
  throw new AppError('invalid_request', {
    ru: `«${given}» не похоже на имя пользователя Telegram. Пример: @ivan_petrov.`,
    en: `"${given}" does not look like a Telegram username. Example: @ivan_petrov.`,
  });
}

/** What most files hold; reading it the long way takes most of the time of an import. */
const RUSSIAN = /^(?:\+7|8|7)([3489]\d{9})$/;

/**
 * Reads a phone number as people write it; without a country code it is taken as Russian.
 * @returns E.164
 * @throws AppError invalid_request
 */
export function readPhone(given: string): string {
  const digits = given.trim();
  const national = RUSSIAN.exec(digits)?.[1];
  if (national) return `+7${national}`;
  // Without the plus, 380… and 49… are too long for a Russian number and begin with their country.
  for (const [written, country] of [[digits, 'RU'] as const, [`+${digits}`, undefined] as const]) {
    const parsed = parsePhoneNumberFromString(written, country);
    if (parsed?.isPossible()) return parsed.number;
  }
  throw new AppError('invalid_request', {
    ru: `«${given}» не похоже на номер телефона. Пример: +79991234567.`,
    en: `"${given}" does not look like a phone number. Example: +79991234567.`,
  });
}

/** Keyed hashes of a person's identifiers: enough to recognise, not to reveal. */
export function hashIdentifiers(
  crypto: Crypto,
  workspaceId: number,
  { telegramId, username, phone }: Identifiers,
): { kind: IdentifierKind; hash: Buffer }[] {
  const given: [IdentifierKind, string | null | undefined][] = [
    ['telegram_id', telegramId == null ? null : String(telegramId)],
    ['username', username],
    ['phone', phone],
  ];
  return given.flatMap(([kind, value]) =>
    value
      ? [{ kind, hash: crypto.hash(`${kind}:${value}`, `workspace ${workspaceId} person`) }]
      : [],
  );
}
