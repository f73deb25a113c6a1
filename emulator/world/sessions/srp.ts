import { createDiffieHellman, hash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../random.ts';
import type { Password } from '../users/user.ts';
import type { PasswordCheck } from './auth-key.ts';

/**
 * Telegram's variant of SRP: the server learns that the client knows the password, and never the
 * password itself (https://core.telegram.org/api/srp).
 */
const ITERATIONS = 100_000;
const derive = promisify(pbkdf2);
const sha256 = (...parts: Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer');
const salted = (data: Uint8Array, salt: Buffer) => sha256(salt, data, salt);

/** The group that the protocol works in: a safe prime and its generator. */
export type Group = { prime: Buffer; generator: number };

const toBig = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex') || '0'}`);
const to256 = (value: bigint) => Buffer.from(value.toString(16).padStart(512, '0'), 'hex');

/** base^exponent modulo the prime, by OpenSSL. */
function power(group: Group, base: Buffer, exponent: Buffer): Buffer {
  const dh = createDiffieHellman(group.prime, base);
  dh.setPrivateKey(exponent);
  return to256(toBig(dh.generateKeys()));
}

const generatorBytes = (group: Group) => to256(BigInt(group.generator));

/** What the server keeps of a new password. The salts come from the world's own chance. */
export async function makePassword(
  group: Group,
  random: Random,
  password: string,
  hint?: string,
): Promise<Password> {
  const salt1 = random.bytes(40);
  const salt2 = random.bytes(16);
  const first = salted(salted(Buffer.from(password), salt1), salt2);
  const derived = await derive(first, salt1, ITERATIONS, 64, 'sha512');
  const verifier = power(group, generatorBytes(group), salted(derived, salt2));
  return { salt1, salt2, verifier, hint };
}

/** The server's half of a check: g_b = k·v + g^b. */
export function beginCheck(group: Group, password: Password, id: bigint): PasswordCheck {
  const secret = randomBytes(255);
  const prime = toBig(group.prime);
  const multiplier = toBig(sha256(group.prime, generatorBytes(group)));
  const exchanged = toBig(power(group, generatorBytes(group), secret));
  const public_ = (multiplier * toBig(password.verifier) + exchanged) % prime;
  return { id, secret, publicPart: to256(public_) };
}

/**
 * Whether the client's answer proves the password.
 *
 * @param clientPart  the client's `A`
 * @param proof  the client's `M1`
 */
export function provesPassword(
  group: Group,
  password: Password,
  check: PasswordCheck,
  clientPart: Buffer,
  proof: Buffer,
): boolean {
  const prime = toBig(group.prime);
  const theirs = toBig(clientPart);
  if (theirs <= 1n || theirs >= prime - 1n) return false;
  const padded = to256(theirs);
  const scrambler = sha256(padded, check.publicPart);
  const base = (theirs * toBig(power(group, password.verifier, scrambler))) % prime;
  const sessionKey = sha256(power(group, to256(base), check.secret));
  const primeHash = sha256(group.prime);
  const generatorHash = sha256(generatorBytes(group));
  for (let i = 0; i < 32; i++) primeHash[i] = (primeHash[i] ?? 0) ^ (generatorHash[i] ?? 0);
  const expected = sha256(
    primeHash,
    sha256(password.salt1),
    sha256(password.salt2),
    padded,
    check.publicPart,
    sessionKey,
  );
  return expected.equals(proof);
}
