import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../base/errors.ts';
import { texts } from './texts.ts';

/** The least that OWASP's password storage cheat sheet asks of Argon2id; memory in KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const SHORTEST = 10;
const LONGEST = 200;

/** Compared with where there is no such operator, so that this takes as long: nobody's password. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** @throws AppError weak_password */
export function checkNewPassword(password: string, login: string): void {
  const length = [...password].length;
  if (length < SHORTEST) throw new AppError('weak_password', texts.passwordTooShort);
  if (length > LONGEST) throw new AppError('weak_password', texts.passwordTooLong);
  if (password.trim().toLowerCase() === login.toLowerCase())
    throw new AppError('weak_password', texts.passwordIsLogin);
}

/** Argon2id in the PHC format. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST);
}

/** Whether it is the password; takes as long when there is none to compare with. */
export async function isPassword(
  passwordHash: string | null | undefined,
  typed: string,
): Promise<boolean> {
  const fits = await verify(passwordHash ?? NOBODYS_HASH, normalise(typed.slice(0, LONGEST * 2)));
  return fits && Boolean(passwordHash);
}

/** Keyboards type й as one character or as two. */
function normalise(password: string): string {
  return password.normalize('NFKC');
}
