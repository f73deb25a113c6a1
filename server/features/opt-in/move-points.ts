import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';

/** Two contacts became one: what either did to opt in stays with the one that is left. */
export async function moveActs(
  _app: App,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    update opt_in_acts set contact_id = ${keeperId}
    where workspace_id = ${workspaceId} and contact_id = ${loserId}`);
}

/** A deleted account is back under another row: the links to it lead there again. */
export async function returnPoints(
  tx: Db,
  { workspaceId, formerId, senderId }: { workspaceId: number; formerId: number; senderId: number },
): Promise<void> {
  await tx.execute(sql`
    update opt_in_points set account_id = ${senderId}
    where workspace_id = ${workspaceId} and account_id = ${formerId}`);
}

/** A person is erased: what they did at a point goes with their consents. */
export async function eraseActs(
  _app: unknown,
  tx: Db,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<void> {
  await tx.execute(sql`
    delete from opt_in_acts where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
}
