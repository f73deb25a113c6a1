import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

type Page = { next: string | null };

/**
 * A list read page by page, each asked for with the cursor of the one before.
 * @param key begins with the room's name, so that news of the room refreshes the list
 * @param rowsOf takes a page's rows out of its answer; stable, not made anew at each render
 * @param options.keepsRows while another key is read, the rows of the one before are shown
 */
export function usePages<P extends Page, R>(
  key: readonly unknown[],
  fetchPage: (after: string | undefined, signal: AbortSignal) => Promise<P>,
  rowsOf: (page: P) => readonly R[],
  options: { keepsRows?: boolean } = {},
) {
  const query = useInfiniteQuery<P, Error, InfiniteData<P>, readonly unknown[], string | undefined>(
    {
      queryKey: key,
      queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
      ...(options.keepsRows && { placeholderData: keepPreviousData }),
    },
  );
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap(rowsOf), [query.data, rowsOf]);
  return { ...query, rows, first: query.data?.pages[0] };
}
