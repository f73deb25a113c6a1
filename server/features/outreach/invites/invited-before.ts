import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import type { Campaign } from '../campaigns/tables.ts';

/**
 * The condition that another campaign has invited a person into the same chat: whoever didn't come,
 * or left, isn't asked again.
 * @param contactId the id of the contact in the query
 */
export function wasInvited({ workspaceId, id, invite }: Campaign, contactId: SQL): SQL {
  if (invite === null) return sql`false`;
  return sql`exists (
    select from campaign_targets o
    join campaigns oc on oc.id = o.campaign_id and oc.invite ->> 'chat' = ${String(invite.chat)}
    where o.workspace_id = ${workspaceId} and o.contact_id = ${contactId}
      and o.campaign_id <> ${id}
      and (o.status in ('queued', 'active') or exists (select from campaign_steps os
        where os.target_id = o.id and os.outcome in ('sent', 'unconfirmed'))))`;
}

/** Those of these people whom another campaign has invited into the same chat. */
export async function invitedBefore(
  tx: Db,
  campaign: Campaign,
  contactIds: readonly number[],
): Promise<Set<number>> {
  if (campaign.invite === null) return new Set();
  const rows = await selectRows(
    tx,
    { id: int },
    sql`select c.id from contacts c
        where c.id = any(${`{${contactIds.join(',')}}`}::bigint[])
          and ${wasInvited(campaign, sql`c.id`)}`,
  );
  return new Set(rows.map((row) => row.id));
}
