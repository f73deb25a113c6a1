import { eq } from 'drizzle-orm';
import { isUniqueViolation } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { endSessionsOf } from './end-sessions.ts';
import { openSession, type Visitor } from './open-session.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';
import { forgetLinks, readLink, spendLink, withTry } from './sign-in-links.ts';
import { forgiveTries, triedLogin } from './take-try.ts';
import { texts } from './texts.ts';

/** Whom an invitation is for. @throws AppError link_expired, too_many_requests */
export async function lookAtInvitation(app: App, token: string, address: string) {
  return withTry(app, address, () => readLink(app, app.db, token, 'invitation'));
}

/**
 * Sets login and password by an invitation and signs in. It is a fresh start, also for somebody who
 * forgot the password or lost the phone: the second step is off, and every session before ends.
 * @returns the session's token
 * @throws AppError link_expired, weak_password, already_exists (the login), too_many_requests
 */
export async function acceptInvitation(
  app: App,
  given: { token: string; login: string; password: string },
  visitor: Visitor,
): Promise<string> {
  const { login, password } = given;
  await lookAtInvitation(app, given.token, visitor.address);
  checkNewPassword(password, login);
  const passwordHash = await hashPassword(password);
  const token = await app.database
    .transaction(async (tx) => {
      const { id, workspaceId } = await spendLink(app, tx, given.token, 'invitation');
      await tx
        .update(operators)
        .set({ login, passwordHash, totpSecret: null, totpPending: null, totpLastStep: null })
        .where(eq(operators.id, id));
      await endSessionsOf(tx, { workspaceId, operatorId: id });
      await forgetLinks(tx, { workspaceId, operatorId: id });
      const actor = { kind: 'operator' as const, id, address: visitor.address };
      const data = { operator_id: id };
      const at = app.clock.now();
      await recordEvents(tx, [{ workspaceId, type: 'operator.password_set', at, actor, data }]);
      return openSession(app, tx, { workspaceId, id }, visitor, 'invitation');
    })
    .catch((error) => {
      if (isUniqueViolation(error, 'operators_login_key'))
        throw new AppError('already_exists', texts.loginTaken);
      throw error;
    });
  // Whoever had shut the door by guessing opens it again for the one who has the link.
  await forgiveTries(app, triedLogin(app, login));
  return token;
}
