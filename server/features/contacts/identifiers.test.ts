import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCrypto } from '../../base/crypto.ts';
import { AppError } from '../../base/errors.ts';
import { hashIdentifiers, readPhone, readUsername } from './identifiers.ts';

describe('a username', () => {
  test.each([
    ['ivan_petrov', 'ivan_petrov'],
    ['@Ivan_Petrov', 'ivan_petrov'],
    [' @ivan_petrov ', 'ivan_petrov'],
    ['t.me/ivan_petrov', 'ivan_petrov'],
    ['https://t.me/Ivan_Petrov', 'ivan_petrov'],
    ['https://t.me/ivan_petrov/', 'ivan_petrov'],
    ['https://t.me/ivan_petrov?start=1', 'ivan_petrov'],
    ['http://telegram.me/ivan_petrov', 'ivan_petrov'],
    ['durov', 'durov'],
  ])('%s is read as %s', (given, name) => expect(readUsername(given)).toBe(name));

  test.each([
    '',
    '@',
    'a',
    '1van',
    'ivan petrov',
    'иван',
    'ivan-petrov',
    'a'.repeat(33),
    'https://evil.example/ivan',
    't.me/+invite',
    't.me/c/123/4',
  ])('%s is refused with an example of a right one', (given) => {
    expect(() => readUsername(given)).toThrow(AppError);
    expect(() => readUsername(given)).toThrow(/@ivan_petrov/);
  });

  test('is the same however it is written', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{4,31}$/);
    const forms = fc.constantFrom('', '@', 't.me/', 'https://t.me/', 'HTTPS://T.ME/', 'www.t.me/');
    fc.assert(
      fc.property(name, forms, fc.boolean(), (wanted, form, isLoud) => {
        const written = form + (isLoud ? wanted.toUpperCase() : wanted);
        expect(readUsername(written)).toBe(wanted);
      }),
    );
  });
});

describe('a phone number', () => {
  test.each([
    ['+79991234567', '+79991234567'],
    ['79991234567', '+79991234567'],
    ['8 (999) 123-45-67', '+79991234567'],
    ['9991234567', '+79991234567'],
    ['+380 50 123 45 67', '+380501234567'],
    ['380501234567', '+380501234567'],
    ['4915112345678', '+4915112345678'],
    ['14155552671', '+14155552671'],
    ['+1 (415) 555-2671', '+14155552671'],
  ])('%s is read as %s', (given, phone) => expect(readPhone(given)).toBe(phone));

  test.each(['', '123', 'call me', '+7', '+7999123456789012', '@ivan'])(
    '%s is refused',
    (given) => {
      expect(() => readPhone(given)).toThrow(AppError);
    },
  );

  test('is the same number with any spaces, brackets and dashes', () => {
    const digits = fc.integer({ min: 0, max: 9_999_999 }).map((n) => String(n).padStart(7, '0'));
    fc.assert(
      fc.property(
        digits,
        fc.constantFrom('+7', '8', '7'),
        fc.constantFrom('', ' ', '-'),
        (d, p, s) => {
          const written = `${p}${s}(999)${s}${d.slice(0, 3)}${s}${d.slice(3)}`;
          expect(readPhone(written)).toBe(`+7999${d}`);
        },
      ),
    );
  });
});

describe('the hash of an identifier', () => {
  const crypto = createCrypto('one secret key of an installation');
  const hashOf = (workspaceId: number, person: Parameters<typeof hashIdentifiers>[2]) =>
    hashIdentifiers(crypto, workspaceId, person).map(({ hash }) => hash.toString('hex'));

  test('is equal for equal identifiers and differs by kind, workspace and key', () => {
    const [phone] = hashOf(1, { phone: '+79991234567' });
    expect(hashOf(1, { phone: '+79991234567' })).toEqual([phone]);
    expect(hashOf(1, { username: '+79991234567' })).not.toEqual([phone]);
    expect(hashOf(2, { phone: '+79991234567' })).not.toEqual([phone]);
    const other = createCrypto('another secret key altogether');
    const [foreign] = hashIdentifiers(other, 1, { phone: '+79991234567' });
    expect(foreign?.hash.toString('hex')).not.toBe(phone);
  });

  test('is made of what is known only', () => {
    expect(hashOf(1, {})).toEqual([]);
    expect(hashOf(1, { telegramId: null, username: '', phone: undefined })).toEqual([]);
    expect(hashOf(1, { telegramId: 1, username: 'ivan' })).toHaveLength(2);
  });
});

test('a plain Russian number is read the short way as it would be the long way', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('+7', '8', '7'),
      fc.constantFrom('3', '4', '8', '9'),
      fc.stringMatching(/^\d{9}$/),
      (prefix, first, rest) => {
        // a space in the middle takes the long way
        expect(readPhone(`${prefix}${first}${rest}`)).toBe(readPhone(`${prefix} ${first}${rest}`));
      },
    ),
    { numRuns: 2_000 },
  );
});
