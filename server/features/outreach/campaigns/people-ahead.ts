import { type SQL, sql } from 'drizzle-orm';
import type { Campaign } from './tables.ts';

/**
 * The people whom a campaign is for and hasn't written to yet: before the launch the members of
 * its audience, afterwards those of its targets whose turn is still to come.
 * @returns a query with the column contact_id
 */
export function peopleAhead({ workspaceId, id, audienceId, status }: Campaign): SQL {
  return status === 'draft'
    ? sql`select contact_id from audience_members
        where workspace_id = ${workspaceId} and audience_id = ${audienceId}`
    : sql`select contact_id from campaign_targets
        where campaign_id = ${id} and status = 'planned'`;
}
