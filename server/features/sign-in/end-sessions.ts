import { and, desc, eq, gt, lt, ne, or } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { aliveSince } from './session.ts';
import type { SignedInCaller } from './signed-in-caller.ts';
import { operatorSessions } from './tables.ts';
import { texts } from './texts.ts';

type Session = typeof operatorSessions.$inferSelect;
type Whose = { workspaceId: number; operatorId: number };

const ofOperator = ({ workspaceId, operatorId }: Whose) =>
  and(eq(operatorSessions.workspaceId, workspaceId), eq(operatorSessions.operatorId, operatorId));

/** Where somebody is signed in, the latest first. */
export function listSessions(app: App, whose: Whose): Promise<Session[]> {
  const since = aliveSince(app.clock.now());
  return app.db
    .select()
    .from(operatorSessions)
    .where(
      and(
        ofOperator(whose),
        gt(operatorSessions.createdAt, since.createdAt),
        gt(operatorSessions.lastSeenAt, since.lastSeenAt),
      ),
    )
    .orderBy(desc(operatorSessions.lastSeenAt), desc(operatorSessions.id))
    .limit(100);
}

/** Ends one of somebody's own sessions. @throws AppError not_found */
export async function endSession(app: App, caller: SignedInCaller, id: number): Promise<void> {
  const { workspaceId, operatorId, actor } = caller;
  await app.database.transaction(async (tx) => {
    const ended = await tx
      .delete(operatorSessions)
      .where(and(ofOperator(caller), eq(operatorSessions.id, id)))
      .returning({ id: operatorSessions.id });
    if (ended.length === 0) throw new AppError('not_found', texts.sessionNotFound);
    const data = { operator_id: operatorId, sessions: 1 };
    const at = app.clock.now();
    await recordEvents(tx, [{ workspaceId, type: 'operator.signed_out', at, actor, data }]);
  });
}

/** Ends every session of an operator but the one that asks. */
export async function endOtherSessions(app: App, caller: SignedInCaller): Promise<void> {
  const { workspaceId, operatorId, actor, sessionId } = caller;
  await app.database.transaction(async (tx) => {
    const sessions = await endSessionsOf(tx, caller, sessionId);
    if (sessions === 0) return;
    const data = { operator_id: operatorId, sessions };
    const at = app.clock.now();
    await recordEvents(tx, [{ workspaceId, type: 'operator.signed_out', at, actor, data }]);
  });
}

/** @param keptId one that goes on @returns how many were ended */
export async function endSessionsOf(tx: Db, whose: Whose, keptId?: number): Promise<number> {
  const ended = await tx
    .delete(operatorSessions)
    .where(
      and(ofOperator(whose), keptId === undefined ? undefined : ne(operatorSessions.id, keptId)),
    )
    .returning({ id: operatorSessions.id });
  return ended.length;
}

/** Forgets sessions that ended by themselves. */
export async function forgetOldSessions(app: App): Promise<void> {
  const since = aliveSince(app.clock.now());
  await app.db
    .delete(operatorSessions)
    .where(
      or(
        lt(operatorSessions.createdAt, since.createdAt),
        lt(operatorSessions.lastSeenAt, since.lastSeenAt),
      ),
    );
}
