import { and, eq, sql } from 'drizzle-orm';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, nullable, selectRow } from '../../../base/db/rows.ts';
import { signal } from '../../../base/events/signal.ts';
import type { App } from '../../../context.ts';
import { audienceMembersSql } from '../../contacts/audiences/audience-members.ts';
import { audiences } from '../../contacts/tables.ts';
import type { Campaign } from './tables.ts';

/** People copied at once: well under a second on the slower database. */
const CHUNK = 5_000;

/**
 * Copies the next part of a campaign's audience: the campaign then goes to the people who were on
 * it at the launch, whoever joins later.
 * @returns the contact up to which it is copied, null when that is all of it
 */
export async function copyAudience(app: App, tx: Db, campaign: Campaign): Promise<number | null> {
  const { workspaceId, id, audienceId, copiedTo } = campaign;
  if (audienceId === null || copiedTo === null) return null;
  const [audience] = await tx
    .select()
    .from(audiences)
    .where(and(eq(audiences.workspaceId, workspaceId), eq(audiences.id, audienceId)));
  if (!audience) return null;
  const row = await selectRow(
    tx,
    { members: int, last: nullable(int) },
    sql`
      with chunk as (
        select c.id, c.priority, c.time_zone
        from (${audienceMembersSql(audience, { afterId: copiedTo, limit: CHUNK })}) p
        -- one by one: the part is small, whatever the database guesses of it
        cross join lateral (
          select id, priority, time_zone from contacts where id = p.id offset 0) c),
      copied as (
        insert into campaign_targets (workspace_id, campaign_id, contact_id, priority, time_zone,
          status, changed_at)
        select ${workspaceId}, ${id}, id, priority, time_zone, 'planned', ${at(app.clock.now())}
        from chunk
        on conflict (campaign_id, contact_id) do nothing
        returning id),
      counted as (
        insert into campaign_counts as c (workspace_id, campaign_id, status, targets)
        select ${workspaceId}, ${id}, 'planned', count(*) from copied having count(*) > 0
        on conflict (campaign_id, status) do update set targets = c.targets + excluded.targets)
      select count(*) as members, max(id) as last from chunk`,
  );
  const members = row?.members ?? 0;
  await signal(tx, { workspaceId, type: 'campaign.progress', data: { campaign: campaign.number } });
  return members < CHUNK ? null : (row?.last ?? null);
}
