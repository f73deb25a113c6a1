import { and, asc, eq } from 'drizzle-orm';
import type { Role } from '../../../contract/permissions.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { operators } from './tables.ts';
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

export async function addOperator(
  app: App,
  { workspaceId, actor }: Caller,
  given: { name: string; role: Role },
): Promise<Operator> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const [operator] = await tx
      .insert(operators)
      .values({ workspaceId, ...given, createdAt: now })
      .returning();
    if (!operator) throw new Error('the operator was not stored');
    const data = { operator_id: operator.id, role: operator.role };
    await recordEvents(tx, [{ workspaceId, type: 'operator.added', at: now, actor, data }]);
    return operator;
  });
}

/** @throws AppError not_found */
export async function changeOperator(
  app: App,
  { workspaceId, actor }: Caller,
  id: number,
  patch: { name?: string | undefined; role?: Role | undefined; disabled?: boolean | undefined },
): Promise<Operator> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const isThis = and(eq(operators.workspaceId, workspaceId), eq(operators.id, id));
    const [before] = await tx.select().from(operators).where(isThis).for('update');
    if (!before) throw new AppError('not_found', texts.operatorNotFound);
    const [operator] = await tx
      .update(operators)
      .set({
        name: patch.name ?? before.name,
        role: patch.role ?? before.role,
        disabledAt: patch.disabled === undefined ? before.disabledAt : patch.disabled ? now : null,
      })
      .where(isThis)
      .returning();
    if (!operator) throw new Error('the operator vanished under its lock');
    const data = { operator_id: id, changed: Object.keys(patch) };
    await recordEvents(tx, [{ workspaceId, type: 'operator.changed', at: now, actor, data }]);
    return operator;
  });
}
