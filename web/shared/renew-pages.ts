import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';

/** A page of a list: its rows, the cursor of the next one, and the answer it came in. */
export type ReadPage<R = unknown, P = unknown> = {
  rows: readonly R[];
  next: string | null;
  answer: P;
};

type Pages = InfiniteData<ReadPage, unknown>;
type ReadFirst = (signal: AbortSignal) => Promise<ReadPage>;

/** Somebody has scrolled down: many pages would have to be read for each bit of news. */
export function isLong(query: Query): boolean {
  const pages = (query.state.data as Partial<Pages> | undefined)?.pages;
  return query.meta?.['readFirst'] !== undefined && (pages?.length ?? 0) > 1;
}

/** Reads the first page of a long list again; the others stay as they were read. */
export async function renewFirstPage(client: QueryClient, query: Query): Promise<void> {
  const readFirst = query.meta?.['readFirst'] as ReadFirst;
  // Somebody reads on at this moment: what that brings would be overwritten.
  if (query.state.fetchStatus !== 'idle') return;
  const fresh = await readFirst(new AbortController().signal);
  client.setQueryData<Pages>(query.queryKey, (before) => before && withFirst(before, fresh));
}

/**
 * The pages with a fresh first one. Rows that it has don't stand further below as well; rows that
 * new ones pushed out of it stand at the head of the second.
 */
export function withFirst(before: Pages, fresh: ReadPage): Pages {
  const [first, ...others] = before.pages;
  if (!first || fresh.next === null)
    return { pages: [fresh], pageParams: before.pageParams.slice(0, 1) };
  const isFresh = within(fresh.rows);
  const wasFirst = within(first.rows);
  const added = fresh.rows.filter((row) => !wasFirst(row)).length;
  // Those at its end alone: one that others stand below is gone for another reason.
  const atEnd = first.rows.slice(first.rows.findLastIndex(isFresh) + 1);
  const pushedOut = added > 0 ? atEnd.slice(-added) : [];
  const rest = others.map((page, i) => {
    const rows = page.rows.filter((row) => !isFresh(row));
    return { ...page, rows: i === 0 ? [...pushedOut, ...rows] : rows };
  });
  return { ...before, pages: [fresh, ...rest] };
}

function within(rows: readonly unknown[]): (row: unknown) => boolean {
  const ids = new Set(rows.map(idOf));
  return (row) => ids.has(idOf(row));
}

function idOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'id' in row ? row.id : JSON.stringify(row);
}
