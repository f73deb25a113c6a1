import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';

/** Two contacts became one: what happened to either is found under the one that stays. */
export async function followContact(
  _app: unknown,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    update events set contact_id = ${keeperId}
    where workspace_id = ${workspaceId} and contact_id = ${loserId}`);
}
