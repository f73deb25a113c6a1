import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCrypto, hashToken, newRandomId, newToken } from './crypto.ts';

const crypto = createCrypto('the secret key of one installation');
const other = createCrypto('the secret key of another installation');

describe('a sealed value', () => {
  test('opens with its key and its context, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, context) => {
        const sealed = crypto.encrypt(plain, context);
        expect(crypto.decrypt(sealed, context)).toEqual(Buffer.from(plain));
      }),
    );
  });

  test('shows nothing of what it holds, and never looks the same twice', () => {
    const one = crypto.encrypt('session of acc_1', 'account 1');
    expect(one.toString('latin1')).not.toContain('session');
    expect(crypto.encrypt('session of acc_1', 'account 1')).not.toEqual(one);
  });

  test('does not open with another key', () => {
    const sealed = crypto.encrypt('secret', 'account 1');
    expect(() => other.decrypt(sealed, 'account 1')).toThrow();
  });

  test('does not open where it does not belong', () => {
    const sealed = crypto.encrypt('secret', 'account 1');
    expect(() => crypto.decrypt(sealed, 'account 2')).toThrow();
  });

  test('does not open when any byte of it was changed or cut off', () => {
    const sealed = crypto.encrypt('secret', 'account 1');
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => crypto.decrypt(changed, 'account 1'), `byte ${i}`).toThrow();
      expect(() => crypto.decrypt(sealed.subarray(0, i), 'account 1'), `cut at ${i}`).toThrow();
    }
  });
});

test('a hash is found again with the same key and context only', () => {
  const hash = crypto.hash('+79991234567', 'workspace 1 person');
  expect(crypto.hash('+79991234567', 'workspace 1 person')).toEqual(hash);
  expect(crypto.hash('+79991234567', 'workspace 2 person')).not.toEqual(hash);
  expect(other.hash('+79991234567', 'workspace 1 person')).not.toEqual(hash);
});

test('a fingerprint tells keys apart and says nothing of them', () => {
  expect(createCrypto('the secret key of one installation').fingerprint).toBe(crypto.fingerprint);
  expect(other.fingerprint).not.toBe(crypto.fingerprint);
  expect(crypto.fingerprint).toMatch(/^[0-9a-f]{16}$/);
});

test('a token is long, copies well, and is found by its hash', () => {
  const token = newToken('vst');
  expect(token).toMatch(/^vst_[\w-]{43}$/);
  expect(newToken('vst')).not.toBe(token);
  expect(hashToken(token)).toEqual(hashToken(token));
  expect(hashToken(token)).not.toEqual(hashToken(`${token} `));
});

test('a random id fills 64 bits, signed, and is never zero', () => {
  const ids = Array.from({ length: 2_000 }, () => BigInt(newRandomId()));
  expect(new Set(ids).size).toBe(2_000);
  expect(ids.every((n) => n !== 0n && n >= -(2n ** 63n) && n < 2n ** 63n)).toBe(true);
  expect(ids.some((n) => n < 0n)).toBe(true);
  expect(ids.some((n) => n > 2n ** 53n)).toBe(true);
});
