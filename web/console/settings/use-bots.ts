import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';

export type Bot =
  paths['/bots']['get']['responses'][200]['content']['application/json']['bots'][number];

/** A bot connects within seconds, and tells nobody when it has. */
const LOOK_EVERY_MS = 3_000;

export function useBots() {
  return useQuery({
    queryKey: ['bots'],
    queryFn: () => take(api.GET('/bots')),
    refetchInterval: LOOK_EVERY_MS,
  });
}

/** What is left out stays. */
export function patchBot(
  id: number,
  body: Partial<Pick<Bot, 'enabled' | 'features' | 'mode' | 'use_proxy'>>,
) {
  return take(api.PATCH('/bots/{id}', { params: { path: { id } }, body }));
}

export const nameOf = ({ username, name, id }: Pick<Bot, 'username' | 'name' | 'id'>) =>
  username ? `@${username}` : name || String(id);
