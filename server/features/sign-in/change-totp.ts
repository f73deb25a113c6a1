import { eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { SignedInCaller } from './signed-in-caller.ts';
import { totpContext } from './spend-totp-code.ts';
import { giveTryBack, takeTry, triedOperator } from './take-try.ts';
import { texts } from './texts.ts';
import { findTotpStep, newTotpSecret, toBase32, totpUri } from './totp.ts';

/**
 * Makes a secret for an authenticator app. It counts only once a code of it was typed.
 * @throws AppError conflict (it is on already, or there is no password for it to be second to)
 */
export async function beginTotp(
  app: App,
  { operatorId }: SignedInCaller,
): Promise<{ secret: string; uri: string }> {
  const secret = newTotpSecret();
  return app.database.transaction(async (tx) => {
    const [operator] = await tx
      .select()
      .from(operators)
      .where(eq(operators.id, operatorId))
      .for('update');
    if (operator?.totpSecret) throw new AppError('conflict', texts.totpIsOn);
    if (!operator?.passwordHash || !operator.login)
      throw new AppError('conflict', texts.noPassword);
    await tx
      .update(operators)
      .set({ totpPending: app.crypto.encrypt(secret, totpContext(operatorId)) })
      .where(eq(operators.id, operatorId));
    return { secret: toBase32(secret), uri: totpUri(secret, operator.login) };
  });
}

/**
 * Turns the second step on: the app shows the right code. That code is used up.
 * @throws AppError conflict (not begun), code_invalid, too_many_requests
 */
export async function confirmTotp(app: App, caller: SignedInCaller, code: string): Promise<void> {
  const { workspaceId, operatorId, actor } = caller;
  const tried = triedOperator(app, operatorId);
  const retryAfter = await takeTry(app, tried);
  if (retryAfter) throw new AppError('too_many_requests', texts.tooManyTries, { retryAfter });
  const now = app.clock.now();
  await app.database.transaction(async (tx) => {
    const [operator] = await tx
      .select()
      .from(operators)
      .where(eq(operators.id, operatorId))
      .for('update');
    if (!operator?.totpPending) throw new AppError('conflict', texts.totpNotBegun);
    const secret = app.crypto.decrypt(operator.totpPending, totpContext(operatorId));
    const step = findTotpStep(secret, code, now);
    if (step === undefined) throw new AppError('code_invalid', texts.wrongTotp);
    await tx
      .update(operators)
      .set({ totpSecret: operator.totpPending, totpPending: null, totpLastStep: step })
      .where(eq(operators.id, operatorId));
    const data = { operator_id: operatorId };
    await recordEvents(tx, [{ workspaceId, type: 'operator.totp_enabled', at: now, actor, data }]);
  });
  await giveTryBack(app, tried);
}

/** Turns the second step off. @throws AppError password_invalid, too_many_requests */
export async function endTotp(app: App, caller: SignedInCaller, password: string): Promise<void> {
  const { workspaceId, operatorId, actor } = caller;
  await checkOwnPassword(app, operatorId, password);
  await app.database.transaction(async (tx) => {
    await tx
      .update(operators)
      .set({ totpSecret: null, totpPending: null, totpLastStep: null })
      .where(eq(operators.id, operatorId));
    const data = { operator_id: operatorId };
    const at = app.clock.now();
    await recordEvents(tx, [{ workspaceId, type: 'operator.totp_disabled', at, actor, data }]);
  });
}
