import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useAction } from '../../shared/use-action.ts';

export type Rehearsal =
  paths['/rehearsals/{id}']['get']['responses'][200]['content']['application/json']['rehearsal'];

/** How often one looks at a rehearsal that is being played: its progress makes no events. */
const LOOK_EVERY_MS = 1_000;

export function useRehearsals(campaign: number) {
  return useQuery({
    queryKey: ['rehearsals', 'of', campaign],
    queryFn: ({ signal }) =>
      take(
        api.GET('/campaigns/{id}/rehearsals', {
          params: { path: { id: campaign }, query: { limit: 50 } },
          signal,
        }),
      ),
  });
}

export function useRehearsal(id: number) {
  return useQuery({
    queryKey: ['rehearsals', id],
    queryFn: ({ signal }) =>
      take(api.GET('/rehearsals/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.rehearsal) ? LOOK_EVERY_MS : false),
  });
}

export type Report = NonNullable<Rehearsal['report']>;
export type Mood = Report['dialogs'][number]['persona'];

export function isUnderWay(rehearsal: { status: Rehearsal['status'] } | undefined): boolean {
  return rehearsal?.status === 'queued' || rehearsal?.status === 'running';
}

export function useRehearse(campaign: number, onStarted: (id: number) => void) {
  return useAction(
    (body: { people: number; personas: Record<Mood, number> }) =>
      take(
        api.POST('/campaigns/{id}/rehearsals', {
          params: { path: { id: campaign } },
          body: { ...body, seed: crypto.randomUUID() },
        }),
      ),
    {
      refreshes: ['rehearsals', 'overview'],
      quiet: true,
      onDone: ({ rehearsal }) => onStarted(rehearsal.id),
    },
  );
}

export function useCancelRehearsal(id: number) {
  return useAction(
    () => take(api.POST('/jobs/{id}/cancel', { params: { path: { id } }, body: {} })),
    {
      refreshes: ['rehearsals', 'jobs'],
    },
  );
}
