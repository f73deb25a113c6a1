import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';

/** Two contacts became one: what was counted of either is counted of the one that stays. */
export async function mergePeople(
  _app: unknown,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    with loser as (
      delete from analytics_people
      where workspace_id = ${workspaceId} and contact_id = ${loserId} returning *)
    insert into analytics_people as keeper (workspace_id, contact_id, source_id, was_written_to,
      has_replied, has_refused, has_converted)
    select workspace_id, ${keeperId}, source_id, was_written_to, has_replied, has_refused,
      has_converted
    from loser
    on conflict (workspace_id, contact_id) do update set
      was_written_to = keeper.was_written_to or excluded.was_written_to,
      has_replied = keeper.has_replied or excluded.has_replied,
      has_refused = keeper.has_refused or excluded.has_refused,
      has_converted = keeper.has_converted or excluded.has_converted`);
}

/** Where an erased person came from is forgotten; what they counted as stays counted. */
export async function erasePerson(
  _app: unknown,
  tx: Db,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<void> {
  await tx.execute(sql`
    update analytics_people set source_id = 0
    where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
}
