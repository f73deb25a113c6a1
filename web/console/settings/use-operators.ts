import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';

export type Operator =
  paths['/operators']['get']['responses'][200]['content']['application/json']['operators'][number];

/** The people of the team, in the order they came. */
export function useOperators() {
  return useQuery({
    queryKey: ['operators'],
    queryFn: () => take(api.GET('/operators')),
    select: (answer) => answer.operators,
  });
}
