import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { noteFailure } from './note-failure.ts';
import { openSession, type Visitor } from './open-session.ts';
import { isPassword } from './passwords.ts';
import { spendTotpCode } from './spend-totp-code.ts';
import { forgiveTries, giveTryBack, takeTry, triedAddress, triedLogin } from './take-try.ts';
import { texts } from './texts.ts';

/**
 * Signs in by login and password, and the code of the second step where it is on. Nothing in the
 * answer or its time tells whether somebody has the login.
 * @returns the session's token
 * @throws AppError too_many_requests, wrong_sign_in, totp_required, wrong_totp
 */
export async function signInByPassword(
  app: App,
  typed: { login: string; password: string; totp?: string | undefined },
  visitor: Visitor,
): Promise<string> {
  const login = typed.login.trim().toLowerCase();
  const ofAddress = triedAddress(app, visitor.address);
  const retryAfter = await takeTry(app, ofAddress);
  if (retryAfter) throw new AppError('too_many_requests', texts.tooManyTries, { retryAfter });
  const ofLogin = triedLogin(app, login);
  const closedFor = await takeTry(app, ofLogin);
  if (closedFor) throw new AppError('wrong_sign_in', texts.wrongSignIn, { retryAfter: closedFor });

  const [operator] = await app.db
    .select()
    .from(operators)
    .where(
      and(
        eq(operators.login, login),
        isNotNull(operators.passwordHash),
        isNull(operators.disabledAt),
      ),
    );
  const fits = await isPassword(operator?.passwordHash, typed.password);
  const failed = { operator, tried: ofLogin, address: visitor.address };
  if (!operator || !fits) {
    await noteFailure(app, { ...failed, because: 'password' });
    throw new AppError('wrong_sign_in', texts.wrongSignIn);
  }
  if (operator.totpSecret) {
    if (typed.totp === undefined) {
      // Half of the way is no mistake.
      await giveTryBack(app, ofAddress);
      await giveTryBack(app, ofLogin);
      throw new AppError('totp_required', texts.totpRequired);
    }
    if (!(await spendTotpCode(app, operator, typed.totp))) {
      await noteFailure(app, { ...failed, because: 'code' });
      throw new AppError('wrong_totp', texts.wrongTotp);
    }
  }
  const token = await app.database.transaction(async (tx) => {
    // Disabled, or given another password, while this one was compared.
    const [current] = await tx
      .select({ passwordHash: operators.passwordHash, disabledAt: operators.disabledAt })
      .from(operators)
      .where(eq(operators.id, operator.id))
      .for('update');
    if (current?.passwordHash !== operator.passwordHash || current.disabledAt)
      throw new AppError('wrong_sign_in', texts.wrongSignIn);
    return openSession(app, tx, operator, visitor, 'password');
  });
  await giveTryBack(app, ofAddress);
  await forgiveTries(app, ofLogin);
  return token;
}
