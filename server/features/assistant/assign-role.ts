import { eq } from 'drizzle-orm';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { findAccount } from '../accounts/find-account.ts';
import { accounts } from '../accounts/tables.ts';
import { findRole } from './roles.ts';

/**
 * Has an AI role answer the people who write to an account, where neither a campaign nor the dialog
 * names another one.
 * @param roleId null: people answer
 * @throws AppError not_found
 */
export async function assignRole(
  app: App,
  { workspaceId, actor }: Caller,
  accountKey: string,
  roleId: number | null,
): Promise<void> {
  const account = await findAccount(app, workspaceId, accountKey);
  if (roleId !== null) await findRole(app, workspaceId, roleId);
  await app.database.transaction(async (tx) => {
    await tx.update(accounts).set({ roleId }).where(eq(accounts.id, account.id));
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'assistant.role_assigned',
        at: app.clock.now(),
        actor,
        senderId: account.id,
        data: { role_id: roleId },
      },
    ]);
  });
}
