import { type SQL, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, nullable, selectRow, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { Tally } from './tables.ts';

/** Facts counted in one transaction: well under a second on the slower database. */
const CHUNK = 4_000;

type Counter = {
  table: SQL;
  /** The columns that tell its rows apart besides the filters, and how a fact has them. */
  keys: Record<string, SQL>;
  /** Which facts count in it. */
  of: SQL;
  /** Its figures, and what of the facts they sum up. */
  sums: Record<string, SQL>;
};

const all = (condition: SQL) => sql`count(*) filter (where ${condition})`;
const what = (name: string) => all(sql`what = ${name}`);

/** For so long hours are kept: what is older is looked at by days. */
export const HOURS_KEPT_MS = 92 * 86_400_000;

function countersIn(timeZone: string, now: Date): Counter[] {
  const day = sql`(at at time zone ${timeZone}::text)::date`;
  return [
    {
      table: sql`analytics_days`,
      keys: { day },
      of: sql`what <> 'agreed'`,
      sums: {
        sent: what('sent'),
        first: all(sql`what = 'sent' and lane = 'first'`),
        follow: all(sql`what = 'sent' and lane = 'next'`),
        answers: all(sql`what = 'sent' and lane = 'answer'`),
        failed: what('failed'),
        replies: what('reply'),
        refusals: what('refusal'),
        corrected: what('corrected'),
        converted: what('converted'),
        floods: what('flood'),
        people_written_to: all(sql`what = 'sent' and is_new`),
        people_replied: all(sql`what = 'reply' and is_new`),
        people_refused: all(sql`what = 'refusal' and is_new`),
        people_converted: all(sql`what = 'converted' and is_new`),
      },
    },
    {
      table: sql`analytics_hours`,
      keys: { hour: sql`date_trunc('hour', at, ${timeZone}::text)` },
      of: sql`what in ('sent', 'reply', 'refusal', 'converted')
        and at > ${at(new Date(now.getTime() - HOURS_KEPT_MS))}`,
      sums: {
        sent: what('sent'),
        replies: what('reply'),
        refusals: what('refusal'),
        converted: what('converted'),
      },
    },
    {
      table: sql`analytics_stages`,
      keys: { day, kind: sql`kind`, stage: sql`stage`, variant: sql`variant` },
      of: sql`kind <> ''`,
      sums: {
        sent: what('sent'),
        failed: what('failed'),
        replied: all(sql`what = 'reply' and is_first`),
        agreed: all(sql`what = 'agreed' and is_first`),
        refused: what('refusal'),
        converted: what('converted'),
      },
    },
    {
      table: sql`analytics_causes`,
      keys: { day, what: sql`what`, cause: sql`cause` },
      of: sql`what in ('failed', 'refusal')`,
      sums: { number: sql`count(*)` },
    },
  ];
}

/**
 * Adds the next facts to a tally.
 * @returns whether there may be more
 */
export async function countFacts(
  app: App,
  tally: Pick<Tally, 'id' | 'workspaceId'>,
): Promise<boolean> {
  if (!(await hasUncounted(app.db, tally))) return false;
  return app.database.transaction(async (tx) => {
    const [locked] = await lockTally(tx, tally.id);
    if (!locked) return false;
    const { countedTo, timeZone } = locked;
    const next = await selectRow(
      tx,
      { count: int, last: nullable(int), at: nullable(time) },
      sql`
        select count(*) as count, max(place) as last, max(at) as at from (
          select place, at from analytics_facts
          where workspace_id = ${tally.workspaceId} and place > ${countedTo}
          order by place limit ${CHUNK}) next`,
    );
    if (!next || next.last === null) return false;
    const facts = sql`
      select * from analytics_facts
      where workspace_id = ${tally.workspaceId} and place > ${countedTo} and place <= ${next.last}`;
    for (const counter of countersIn(timeZone, app.clock.now()))
      await add(tx, tally, counter, facts);
    await tx.execute(sql`
      update analytics_tallies set counted_to = ${next.last},
        counted_at = greatest(counted_at, ${next.at?.toISOString() ?? null}::timestamptz)
      where id = ${tally.id}`);
    return next.count === CHUNK;
  });
}

/** Asked without a lock: most looks find nothing. */
async function hasUncounted(
  db: Db,
  { id, workspaceId }: Pick<Tally, 'id' | 'workspaceId'>,
): Promise<boolean> {
  const next = await selectRow(
    db,
    { place: int },
    sql`
      select f.place from analytics_tallies t
      join analytics_facts f on f.workspace_id = ${workspaceId} and f.place > t.counted_to
      where t.id = ${id} order by f.place limit 1`,
  );
  return next !== undefined;
}

async function lockTally(tx: Db, id: number) {
  const row = await selectRow(
    tx,
    { countedTo: int, timeZone: String },
    sql`select counted_to as "countedTo", time_zone as "timeZone" from analytics_tallies
        where id = ${id} for update skip locked`,
  );
  return row ? [row] : [];
}

/**
 * Every fact counts for its campaign, account and source and for all of each: `cube` makes the
 * eight combinations. What has none of a sort counts among all of it, save people of no source.
 */
async function add(
  tx: Db,
  { id, workspaceId }: Pick<Tally, 'id' | 'workspaceId'>,
  { table, keys, of, sums }: Counter,
  facts: SQL,
): Promise<void> {
  const names = (record: Record<string, SQL>) =>
    sql.join(
      Object.keys(record).map((name) => sql.identifier(name)),
      sql`, `,
    );
  const values = (record: Record<string, SQL>) =>
    sql.join(
      Object.entries(record).map(([name, value]) => sql`${value} as ${sql.identifier(name)}`),
      sql`, `,
    );
  const places = sql.join(
    Object.keys(keys).map((_, i) => sql.raw(String(i + 1))),
    sql`, `,
  );
  const sumsUp = sql.join(
    Object.keys(sums).map((name) => {
      const column = sql.identifier(name);
      return sql`${column} = t.${column} + excluded.${column}`;
    }),
    sql`, `,
  );
  const orAll = (name: string) => {
    const column = sql.identifier(name);
    return sql`case when grouping(${column}) = 1 then -1 else ${column} end`;
  };
  await tx.execute(sql`
    insert into ${table} as t (${names(keys)}, workspace_id, tally_id, campaign_id, sender_id,
      source_id, ${names(sums)})
    select ${values(keys)}, ${workspaceId}::bigint, ${id}::bigint, ${orAll('campaign_id')},
      ${orAll('sender_id')}, ${orAll('source_id')}, ${values(sums)}
    from (${facts}) f
    where ${of}
    group by ${places}, cube (campaign_id, sender_id, source_id)
    having (grouping(campaign_id) = 1 or campaign_id <> 0)
      and (grouping(sender_id) = 1 or sender_id <> 0)
    order by campaign_id, sender_id, source_id
    on conflict (tally_id, campaign_id, sender_id, source_id, ${names(keys)})
      do update set ${sumsUp}`);
}
