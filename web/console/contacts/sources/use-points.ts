import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../../shared/api.ts';
import { usePages } from '../../../shared/use-pages.ts';

type SourcesPage = Awaited<ReturnType<typeof readSources>>;
export type Source = SourcesPage['sources'][number];

const sourcesOf = (page: SourcesPage) => page.sources;

export function useSourceList() {
  return usePages(['sources', 'list'], readSources, sourcesOf);
}

/** All places to opt in, each telling its source; a team has some dozens of them. */
export function usePoints() {
  return useQuery({
    queryKey: ['sources', 'points'],
    queryFn: () => take(api.GET('/opt-in/points', { params: { query: { limit: 200 } } })),
    select: ({ points }) => points,
  });
}

export type Point = NonNullable<ReturnType<typeof usePoints>['data']>[number];

function readSources(after: string | undefined, signal: AbortSignal) {
  return take(api.GET('/sources', { params: { query: { limit: 50, after } }, signal }));
}
