import { and, desc, eq, inArray } from 'drizzle-orm';
import { hashToken, newToken } from '../../base/crypto.ts';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { operatorSessions } from './tables.ts';

const USER_AGENT_LENGTH = 300;
/** More browsers than this nobody has: the one used longest ago is signed out. */
const MOST_SESSIONS = 50;

/** The browser that signs in. */
export type Visitor = {
  address: string;
  userAgent: string | undefined;
  /** What its cookie holds already: that session ends. */
  formerToken: string | undefined;
};

export type SignInWay = 'password' | 'link' | 'invitation' | 'set_up';

/**
 * Signs an operator in. The token is always a new one: whatever the browser had before is worth
 * nothing afterwards, so that nobody can prepare a session for somebody else.
 * @returns the token for the cookie; the database keeps a hash
 */
export async function openSession(
  app: App,
  tx: Db,
  operator: { workspaceId: number; id: number },
  visitor: Visitor,
  by: SignInWay,
): Promise<string> {
  const { workspaceId, id: operatorId } = operator;
  const { address } = visitor;
  const now = app.clock.now();
  const token = newToken('vss');
  if (visitor.formerToken)
    await tx
      .delete(operatorSessions)
      .where(eq(operatorSessions.tokenHash, hashToken(visitor.formerToken)));
  await endSurplus(tx, operator);
  await tx.insert(operatorSessions).values({
    workspaceId,
    operatorId,
    tokenHash: hashToken(token),
    createdAt: now,
    lastSeenAt: now,
    address,
    userAgent: visitor.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
  });
  await tx.update(operators).set({ lastSeenAt: now }).where(eq(operators.id, operatorId));
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'operator.signed_in',
      at: now,
      actor: { kind: 'operator', id: operatorId, address },
      data: { operator_id: operatorId, by },
    },
  ]);
  return token;
}

async function endSurplus(tx: Db, operator: { workspaceId: number; id: number }): Promise<void> {
  const surplus = await tx
    .select({ id: operatorSessions.id })
    .from(operatorSessions)
    .where(
      and(
        eq(operatorSessions.workspaceId, operator.workspaceId),
        eq(operatorSessions.operatorId, operator.id),
      ),
    )
    .orderBy(desc(operatorSessions.lastSeenAt))
    .offset(MOST_SESSIONS - 1)
    .limit(MOST_SESSIONS);
  if (surplus.length === 0) return;
  const ids = surplus.map(({ id }) => id);
  await tx.delete(operatorSessions).where(inArray(operatorSessions.id, ids));
}
