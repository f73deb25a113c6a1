import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { findAccount } from '../accounts/find-account.ts';
import { accounts } from '../accounts/tables.ts';
import { lockConnection } from '../business/find-connection.ts';
import { businessConnections } from '../business/tables.ts';
import { findRole } from './roles.ts';

/**
 * Has an AI role answer the people who write to an account, where neither a campaign nor the dialog
 * names another one.
 * @param roleId null: people answer
 * @throws AppError not_found
 */
export async function assignRole(
  app: App,
  caller: Caller,
  accountKey: string,
  roleId: number | null,
): Promise<void> {
  const account = await findAccount(app, caller.workspaceId, accountKey);
  if (roleId !== null) await findRole(app, caller.workspaceId, roleId);
  await app.database.transaction(async (tx) => {
    await tx.update(accounts).set({ roleId }).where(eq(accounts.id, account.id));
    await noteAssigned(app, tx, caller, account.id, roleId);
  });
}

/** The same for a business account. @throws AppError not_found */
export async function assignBusinessRole(
  app: App,
  caller: Caller,
  businessKey: string,
  roleId: number | null,
): Promise<void> {
  const { workspaceId } = caller;
  if (roleId !== null) await findRole(app, workspaceId, roleId);
  await app.database.transaction(async (tx) => {
    const { id } = await lockConnection(tx, workspaceId, businessKey);
    await tx
      .update(businessConnections)
      .set({ roleId })
      .where(and(eq(businessConnections.workspaceId, workspaceId), eq(businessConnections.id, id)));
    await noteAssigned(app, tx, caller, id, roleId);
  });
}

async function noteAssigned(
  app: App,
  tx: Db,
  { workspaceId, actor }: Caller,
  senderId: number,
  roleId: number | null,
): Promise<void> {
  const at = app.clock.now();
  const data = { role_id: roleId };
  await recordEvents(tx, [
    { workspaceId, type: 'assistant.role_assigned', at, actor, senderId, data },
  ]);
}
