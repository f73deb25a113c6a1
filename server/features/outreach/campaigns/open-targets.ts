import { type SQL, sql } from 'drizzle-orm';

type Open = 'planned' | 'queued' | 'active';

/**
 * People of a campaign who are not done with, `limit` at most: a query with the column id. Each
 * status is looked for by itself, in the order of the index: asked for all at once the database may
 * read the table from its beginning, through all who are done with.
 */
export function openTargets(
  campaignId: number,
  limit: number,
  statuses: readonly Open[] = ['planned', 'queued', 'active'],
): SQL {
  const asked = sql.join(
    statuses.map((status) => sql`(${status}::text)`),
    sql`, `,
  );
  return sql`
    select t.id from (values ${asked}) open (status)
    cross join lateral (
      select id from campaign_targets
      where (campaign_id, status) >= (${campaignId}::bigint, open.status)
        and (campaign_id, status) <= (${campaignId}::bigint, open.status)
      order by campaign_id, status, id limit ${limit}) t
    limit ${limit}`;
}
