import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { homeWorkspaceId } from '../workspace/ensure-workspace.ts';
import { operators, workspaces } from '../workspace/tables.ts';
import { openSession, type Visitor } from './open-session.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';
import { isSetUpCode, isSetUpNeeded } from './set-up-code.ts';
import { setUpCodes } from './tables.ts';
import { giveTryBack, takeTry, triedAddress } from './take-try.ts';
import { texts } from './texts.ts';

export type NewOwner = {
  name: string;
  login: string;
  password: string;
  /** Of the workspace; left out: as it is. */
  language?: Language | undefined;
};

/**
 * Makes the first owner and signs them in, for whoever has read the code that the server printed.
 * @returns the session's token
 * @throws AppError conflict (there is an owner), too_many_requests, wrong_set_up_code, weak_password
 */
export async function setUpOwner(
  app: App,
  owner: NewOwner,
  code: string,
  visitor: Visitor,
): Promise<string> {
  if (!(await isSetUpNeeded(app.db))) throw new AppError('conflict', texts.alreadySetUp);
  const tried = triedAddress(app, visitor.address);
  const retryAfter = await takeTry(app, tried);
  if (retryAfter) throw new AppError('too_many_requests', texts.tooManyTries, { retryAfter });
  if (!(await isSetUpCode(app, app.db, code)))
    throw new AppError('wrong_set_up_code', texts.wrongSetUpCode);
  await giveTryBack(app, tried);
  checkNewPassword(owner.password, owner.login);
  const passwordHash = await hashPassword(owner.password);
  const workspaceId = await homeWorkspaceId(app);
  return app.database.transaction(async (tx) => {
    const id = await storeFirstOwner(app, tx, workspaceId, { ...owner, passwordHash });
    return openSession(app, tx, { workspaceId, id }, visitor, 'set_up');
  });
}

/**
 * Stores an owner with a password where there is nobody with one; every code is used up then.
 * @throws AppError conflict
 */
export async function storeFirstOwner(
  app: App,
  tx: Db,
  workspaceId: number,
  owner: Omit<NewOwner, 'password'> & { passwordHash: string },
): Promise<number> {
  const { name, login, passwordHash, language } = owner;
  // Two who have the code at once: one of them is the first.
  await tx.execute(sql`select from workspaces where id = ${workspaceId} for update`);
  if (!(await isSetUpNeeded(tx))) throw new AppError('conflict', texts.alreadySetUp);
  const now = app.clock.now();
  const [operator] = await tx
    .insert(operators)
    .values({ workspaceId, name, role: 'owner', login, passwordHash, createdAt: now })
    .returning({ id: operators.id });
  if (!operator) throw new Error('the owner was not stored');
  if (language) await tx.update(workspaces).set({ language }).where(eq(workspaces.id, workspaceId));
  await tx.delete(setUpCodes);
  const data = { operator_id: operator.id, role: 'owner' };
  const actor = { kind: 'operator' as const, id: operator.id };
  await recordEvents(tx, [{ workspaceId, type: 'operator.added', at: now, actor, data }]);
  return operator.id;
}
