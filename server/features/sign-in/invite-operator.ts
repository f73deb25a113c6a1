import { and, eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { mayHandOut } from '../workspace/may-hand-out.ts';
import { operators } from '../workspace/tables.ts';
import { makeLink } from './sign-in-links.ts';
import { texts } from './texts.ts';

export type Invitation = { token: string; expiresAt: Date };

/**
 * Makes a link by which an operator sets a login and a password, good for three days and once. It is
 * also the way back in for somebody who forgot them.
 * @throws AppError not_found, forbidden (whoever holds the link is that operator), conflict (disabled)
 */
export async function inviteOperator(app: App, caller: Caller, id: number): Promise<Invitation> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const [operator] = await tx
      .select()
      .from(operators)
      .where(and(eq(operators.workspaceId, workspaceId), eq(operators.id, id)))
      .for('update');
    if (!operator) throw new AppError('not_found', texts.operatorNotFound);
    if (!mayHandOut(caller, operator.role))
      throw new AppError('forbidden', texts.operatorAboveOwn(operator.role));
    if (operator.disabledAt) throw new AppError('conflict', texts.operatorDisabled);
    const invitation = await makeLink(app, tx, { workspaceId, operatorId: id }, 'invitation');
    const at = app.clock.now();
    const data = { operator_id: id };
    await recordEvents(tx, [{ workspaceId, type: 'operator.invited', at, actor, data }]);
    return invitation;
  });
}
