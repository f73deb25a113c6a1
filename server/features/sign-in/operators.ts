import { and, asc, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import { isAbove, type Role } from '../../../contract/permissions.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { mayHandOut } from '../workspace/may-hand-out.ts';
import { operators } from '../workspace/tables.ts';
import { endSessionsOf } from './end-sessions.ts';
import type { Invitation } from './invite-operator.ts';
import { forgetLinks, makeLink } from './sign-in-links.ts';
import { texts } from './texts.ts';

export type Operator = typeof operators.$inferSelect;

const MOST_OPERATORS = 500;

/** The people of the team, in the order they came. */
export function listOperators(app: App, workspaceId: number): Promise<Operator[]> {
  return app.db
    .select()
    .from(operators)
    .where(eq(operators.workspaceId, workspaceId))
    .orderBy(asc(operators.id))
    .limit(MOST_OPERATORS);
}

/** Adds somebody, with the link by which they come in. @throws AppError forbidden */
export async function addOperator(
  app: App,
  caller: Caller,
  given: { name: string; role: Role },
): Promise<{ operator: Operator; invitation: Invitation }> {
  const { workspaceId, actor } = caller;
  if (!mayHandOut(caller, given.role))
    throw new AppError('forbidden', texts.operatorAboveOwn(given.role));
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const [operator] = await tx
      .insert(operators)
      .values({ workspaceId, ...given, createdAt: now })
      .returning();
    if (!operator) throw new Error('the operator was not stored');
    const whose = { workspaceId, operatorId: operator.id };
    const invitation = await makeLink(app, tx, whose, 'invitation');
    const data = { operator_id: operator.id, role: operator.role };
    await recordEvents(tx, [{ workspaceId, type: 'operator.added', at: now, actor, data }]);
    return { operator, invitation };
  });
}

type OperatorPatch = {
  name?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
};

/**
 * A changed role counts from the next request on; who is disabled is signed out at once.
 * @throws AppError not_found, forbidden, conflict (the last owner)
 */
export async function changeOperator(
  app: App,
  caller: Caller,
  id: number,
  patch: OperatorPatch,
): Promise<Operator> {
  const { workspaceId, actor } = caller;
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const before = await lockOperator(tx, workspaceId, id);
    const role = patch.role ?? before.role;
    for (const touched of [before.role, role])
      if (!mayHandOut(caller, touched))
        throw new AppError('forbidden', texts.operatorAboveOwn(touched));
    if ((role !== 'owner' || patch.disabled) && (await isLastOwner(tx, before)))
      throw new AppError('conflict', texts.lastOwner);
    const [operator] = await tx
      .update(operators)
      .set({
        name: patch.name ?? before.name,
        role,
        disabledAt: patch.disabled === undefined ? before.disabledAt : patch.disabled ? now : null,
      })
      .where(eq(operators.id, id))
      .returning();
    if (!operator) throw new Error('the operator vanished under its lock');
    const whose = { workspaceId, operatorId: id };
    if (patch.disabled) await endSessionsOf(tx, whose);
    // Whoever made an open invitation may not be one to make it for the new role.
    if (patch.disabled || isAbove(role, before.role)) await forgetLinks(tx, whose);
    const data = { operator_id: id, changed: Object.keys(patch) };
    await recordEvents(tx, [{ workspaceId, type: 'operator.changed', at: now, actor, data }]);
    return operator;
  });
}

/** Locks one operator, and the owners with them: two who demote each other don't both succeed. */
async function lockOperator(tx: Db, workspaceId: number, id: number): Promise<Operator> {
  await tx
    .select({ id: operators.id })
    .from(operators)
    .where(and(eq(operators.workspaceId, workspaceId), eq(operators.role, 'owner')))
    .orderBy(asc(operators.id))
    .for('update');
  const [operator] = await tx
    .select()
    .from(operators)
    .where(and(eq(operators.workspaceId, workspaceId), eq(operators.id, id)))
    .for('update');
  if (!operator) throw new AppError('not_found', texts.operatorNotFound);
  return operator;
}

/** Whether nobody else who can sign in is an owner. */
async function isLastOwner(tx: Db, operator: Operator): Promise<boolean> {
  const { workspaceId, role, passwordHash, disabledAt } = operator;
  if (role !== 'owner' || !passwordHash || disabledAt) return false;
  const others = await tx
    .select({ id: operators.id })
    .from(operators)
    .where(
      and(
        eq(operators.workspaceId, workspaceId),
        eq(operators.role, 'owner'),
        ne(operators.id, operator.id),
        isNotNull(operators.passwordHash),
        isNull(operators.disabledAt),
      ),
    )
    .limit(1);
  return others.length === 0;
}
