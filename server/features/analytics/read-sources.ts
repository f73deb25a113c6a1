import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { sourceFiguresAnswer } from '../../../contract/analytics.ts';
import { int, nullable, selectRows, text } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { type Period, rowsOf, share } from './read-period.ts';
import { texts } from './texts.ts';

const MOST_SOURCES = 1_000;

type View = z.output<typeof sourceFiguresAnswer>['sources'][number];

/** What came of the people of each source; those without any stand last. */
export async function readSources(app: App, period: Period, language: Language): Promise<View[]> {
  const ofOne = period.sourceId < 0 ? sql`true` : sql`s.id = ${period.sourceId}`;
  const rows = await selectRows(
    app.db,
    {
      id: int,
      name: nullable(text),
      people: nullable(int),
      sent: int,
      writtenTo: int,
      replied: int,
      refused: int,
      converted: int,
    },
    sql`
      select s.id, s.name, c.people, f.*
      from (
        select id, name from sources where workspace_id = ${period.workspaceId}
        union all select 0, null) s
      left join analytics_sources c
        on c.workspace_id = ${period.workspaceId} and c.source_id = s.id
      cross join lateral (
        select coalesce(sum(sent), 0) as sent, coalesce(sum(people_written_to), 0) as "writtenTo",
          coalesce(sum(people_replied), 0) as replied,
          coalesce(sum(people_refused), 0) as refused,
          coalesce(sum(people_converted), 0) as converted, count(*) as days
        from analytics_days where ${rowsOf(period, { source: sql`s.id` })}) f
      where ${ofOne} and (s.id > 0 or f.days > 0)
      order by s.id = 0, s.id desc limit ${MOST_SOURCES}`,
  );
  return rows.map((row) => ({
    source_id: row.id === 0 ? null : row.id,
    name: row.name ?? texts.withoutSource[language],
    people: row.people,
    sent: row.sent,
    written_to: row.writtenTo,
    replied: row.replied,
    refused: row.refused,
    converted: row.converted,
    replied_share: share(row.replied, row.writtenTo),
    refused_share: share(row.refused, row.writtenTo),
    converted_share: share(row.converted, row.writtenTo),
  }));
}
