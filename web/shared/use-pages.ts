import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReadPage } from './renew-pages.ts';

/**
 * A list read page by page, each asked for with the cursor of the one before. When there is news
 * of it, its first page is read again: see renew-pages.ts.
 * @param key begins with the room's name, so that news of the room refreshes the list
 * @param rowsOf takes a page's rows out of its answer
 * @param options.keepsRows while another key is read, the rows of the one before are shown
 */
export function usePages<P extends { next: string | null }, R>(
  key: readonly unknown[],
  fetchPage: (after: string | undefined, signal: AbortSignal) => Promise<P>,
  rowsOf: (page: P) => readonly R[],
  options: { keepsRows?: boolean } = {},
) {
  const read = async (after: string | undefined, signal: AbortSignal): Promise<ReadPage<R, P>> => {
    const answer = await fetchPage(after, signal);
    return { rows: rowsOf(answer), next: answer.next, answer };
  };
  const query = useInfiniteQuery<
    ReadPage<R, P>,
    Error,
    InfiniteData<ReadPage<R, P>>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    meta: { readFirst: (signal: AbortSignal) => read(undefined, signal) },
    ...(options.keepsRows && { placeholderData: keepPreviousData }),
  });
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.rows), [query.data]);
  return { ...query, rows, first: query.data?.pages[0]?.answer };
}
