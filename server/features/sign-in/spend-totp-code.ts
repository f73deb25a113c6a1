import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { findTotpStep } from './totp.ts';

export const totpContext = (operatorId: number) => `operator ${operatorId} totp`;

/** Takes a code of the second step: each one once, and none older than the last. */
export async function spendTotpCode(
  app: App,
  operator: Pick<typeof operators.$inferSelect, 'id' | 'totpSecret'>,
  code: string,
): Promise<boolean> {
  if (!operator.totpSecret) return false;
  const secret = app.crypto.decrypt(operator.totpSecret, totpContext(operator.id));
  const step = findTotpStep(secret, code, app.clock.now());
  if (step === undefined) return false;
  const used = await app.db
    .update(operators)
    .set({ totpLastStep: step })
    .where(
      and(
        eq(operators.id, operator.id),
        or(isNull(operators.totpLastStep), lt(operators.totpLastStep, step)),
      ),
    )
    .returning({ id: operators.id });
  return used.length > 0;
}
