import { and, eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { checkOwnPassword } from './check-own-password.ts';
import { endSessionsOf } from './end-sessions.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';
import { forgetLinks } from './sign-in-links.ts';
import type { SignedInCaller } from './signed-in-caller.ts';
import { texts } from './texts.ts';

/**
 * Changes one's own password; every other session and every open link ends.
 * @throws AppError password_invalid, weak_password, too_many_requests
 */
export async function changePassword(
  app: App,
  caller: SignedInCaller,
  current: string,
  password: string,
): Promise<void> {
  const { workspaceId, operatorId, actor, sessionId } = caller;
  const before = await checkOwnPassword(app, operatorId, current);
  checkNewPassword(password, before.login);
  const passwordHash = await hashPassword(password);
  await app.database.transaction(async (tx) => {
    const changed = await tx
      .update(operators)
      .set({ passwordHash })
      .where(and(eq(operators.id, operatorId), eq(operators.passwordHash, before.passwordHash)))
      .returning({ id: operators.id });
    // Another session was faster.
    if (changed.length === 0) throw new AppError('password_invalid', texts.wrongPassword);
    await endSessionsOf(tx, caller, sessionId);
    await forgetLinks(tx, caller);
    const data = { operator_id: operatorId };
    const at = app.clock.now();
    await recordEvents(tx, [{ workspaceId, type: 'operator.password_changed', at, actor, data }]);
  });
}
