import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { selectRows, text } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { eventColumns, eventFields } from './event-rows.ts';
import { matchesType } from './event-types.ts';

export type EventFilter = {
  /** Types and patterns (`message.*`, `*`), one of which must fit; undefined: all. */
  types?: readonly string[] | undefined;
  senderId?: number | undefined;
  contactId?: number | undefined;
  /** From this moment on. */
  since?: Date | undefined;
  /** Before this moment. */
  until?: Date | undefined;
};

/** A place in the order of time. */
export type TimeCursor = { at: Date; id: number };

export type TimePage = {
  order: 'newest' | 'oldest';
  limit: number;
  after: TimeCursor | undefined;
};

/** One page of what happened in a workspace, in the order of time. */
export async function findEvents(
  app: App,
  workspaceId: number,
  filter: EventFilter,
  page: TimePage,
): Promise<StoredEvent[]> {
  const { senderId, contactId, since, until } = filter;
  const { after, limit } = page;
  const [direction, beyond] = page.order === 'newest' ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const types = await occurringTypes(app, workspaceId, filter.types);
  const place = sql`
    ${after ? sql`and (e.at, e.id) ${beyond} (${at(after.at)}, ${after.id}::bigint)` : sql``}
    ${since ? sql`and e.at >= ${at(since)}` : sql``}
    ${until ? sql`and e.at < ${at(until)}` : sql``}`;
  const ofSender = senderId === undefined ? sql`` : sql`and e.sender_id = ${senderId}`;
  const inOrder = sql`order by e.at ${direction}, e.id ${direction} limit ${limit}`;
  const wanted = sql`jsonb_array_elements_text(${JSON.stringify(types)}::jsonb)`;
  // Of one person there are few; else the first ones of each type are picked and merged, whatever
  // the types' shares: an index read from end to end for a rare type would cost more each year.
  const query =
    contactId === undefined
      ? sql`
          select e.* from ${wanted} as t(type) cross join lateral (
            select ${eventFields} from events e
            where e.workspace_id = ${workspaceId} and e.type = t.type ${ofSender} ${place}
            ${inOrder}) e
          ${inOrder}`
      : sql`
          select ${eventFields} from events e
          where e.workspace_id = ${workspaceId} and e.contact_id = ${contactId} ${ofSender} ${place}
            and e.type in (select * from ${wanted})
          ${inOrder}`;
  return selectRows(app.db, eventColumns, query);
}

/** The types of a workspace's events that fit, read off the index: one step for each type. */
async function occurringTypes(
  app: App,
  workspaceId: number,
  patterns: readonly string[] | undefined,
): Promise<string[]> {
  const rows = await selectRows(
    app.db,
    { type: text },
    sql`
      with recursive occurring as (
        (select type from events where workspace_id = ${workspaceId} order by type limit 1)
        union all
        select (select e.type from events e
          where e.workspace_id = ${workspaceId} and e.type > o.type order by e.type limit 1)
        from occurring o where o.type is not null)
      select type from occurring where type is not null`,
  );
  const types = rows.map((row) => row.type);
  return patterns ? types.filter((type) => patterns.some((p) => matchesType(p, type))) : types;
}

/**
 * Reads the cursor of a page in the order of time.
 * @throws AppError invalid_request when it isn't one of ours
 */
export function readTimeCursor(after: string | undefined): TimeCursor | undefined {
  if (after === undefined || after === '') return undefined;
  const [, ms, id] = /^(\d{1,15})-(\d{1,15})$/.exec(after) ?? [];
  if (ms !== undefined && id !== undefined) return { at: new Date(Number(ms)), id: Number(id) };
  throw wrongCursor();
}

/** The cursor of the next page, null on the last one. */
export function nextTimeCursor(events: readonly TimeCursor[], limit: number): string | null {
  const last = events.at(-1);
  return last && events.length === limit ? `${last.at.getTime()}-${last.id}` : null;
}

export function wrongCursor(): AppError {
  return new AppError('invalid_request', {
    ru: 'Параметр after неверен: подставьте в него next из предыдущего ответа с теми же фильтрами.',
    en: 'The parameter after is wrong: give it the next of the previous answer to the same question.',
  });
}
