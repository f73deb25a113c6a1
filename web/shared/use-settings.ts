import { useQuery } from '@tanstack/react-query';
import { api, take } from './api.ts';
import type { paths } from './api-types.ts';

export type Settings =
  paths['/settings']['get']['responses'][200]['content']['application/json']['settings'];
export type SettingsPatch = NonNullable<
  paths['/settings']['patch']['requestBody']
>['content']['application/json'];

/** The settings of the workspace; secrets are only told to be there. */
export function useSettings() {
  return useQuery({
    queryKey: ['settings'],
    queryFn: () => take(api.GET('/settings')),
    select: (answer) => answer.settings,
  });
}
