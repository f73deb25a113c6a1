import { eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { isPassword } from './passwords.ts';
import { forgiveTries, takeTry, triedOperator } from './take-try.ts';
import { texts } from './texts.ts';

/**
 * Lets somebody who is signed in prove that it is them: a screen left open is not enough for some
 * things.
 * @throws AppError password_invalid, too_many_requests, conflict (there is no password)
 */
export async function checkOwnPassword(
  app: App,
  operatorId: number,
  typed: string,
): Promise<{ login: string; passwordHash: string }> {
  const tried = triedOperator(app, operatorId);
  const retryAfter = await takeTry(app, tried);
  if (retryAfter) throw new AppError('too_many_requests', texts.tooManyTries, { retryAfter });
  const [operator] = await app.db.select().from(operators).where(eq(operators.id, operatorId));
  if (!operator?.passwordHash || !operator.login) throw new AppError('conflict', texts.noPassword);
  if (!(await isPassword(operator.passwordHash, typed)))
    throw new AppError('password_invalid', texts.wrongPassword);
  await forgiveTries(app, tried);
  return { login: operator.login, passwordHash: operator.passwordHash };
}
