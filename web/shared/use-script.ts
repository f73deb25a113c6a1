import { useQuery } from '@tanstack/react-query';
import { api, take } from './api.ts';

/** One script with the stages of its latest version, or of an earlier one. */
export function useScript(id: number | undefined, version?: number) {
  return useQuery({
    queryKey: ['scripts', id, { version }],
    queryFn: ({ signal }) =>
      take(
        api.GET('/scripts/{id}', {
          params: { path: { id: id ?? 0 }, query: version ? { version } : {} },
          signal,
        }),
      ),
    enabled: id !== undefined,
  });
}

export type Script = NonNullable<ReturnType<typeof useScript>['data']>['script'];
