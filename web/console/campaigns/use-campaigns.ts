import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useAction } from '../../shared/use-action.ts';

export const campaignKey = (id: number) => ['campaigns', id, 'one'] as const;

export function useCampaign(id: number | undefined) {
  return useQuery({
    queryKey: campaignKey(id ?? 0),
    queryFn: ({ signal }) =>
      take(api.GET('/campaigns/{id}', { params: { path: { id: id ?? 0 } }, signal })),
    enabled: id !== undefined,
  });
}

/** The name of an audience and how many are in it. */
export function useAudience(id: number | undefined) {
  return useQuery({
    queryKey: ['audiences', id, 'one'],
    queryFn: ({ signal }) =>
      take(api.GET('/audiences/{id}', { params: { path: { id: id ?? 0 } }, signal })),
    enabled: id !== undefined,
  });
}

/**
 * What the campaign will do as things stand. It isn't counted anew with each message that leaves:
 * its key stands apart from the room's.
 * @param replyShare from 0 to 1
 */
export function useForecast(id: number, replyShare: number) {
  return useQuery({
    queryKey: ['campaign-forecast', id, replyShare],
    queryFn: ({ signal }) =>
      take(
        api.GET('/campaigns/{id}/forecast', {
          params: { path: { id }, query: { reply_share: replyShare } },
          signal,
        }),
      ),
    staleTime: 0,
    placeholderData: (before) => before,
  });
}
export type Forecast = NonNullable<ReturnType<typeof useForecast>['data']>['forecast'];

/**
 * The steps of a campaign's life: each changes what the whole room shows. `onDone` comes before
 * that: afterwards the button that was pressed may be gone.
 */
export function useSteer(
  id: number,
  act: 'launch' | 'pause' | 'resume' | 'finish',
  options: { quiet?: boolean; onDone?: (answer: { message?: string | undefined }) => void } = {},
) {
  return useAction(
    () => take(api.POST(`/campaigns/{id}/${act}`, { params: { path: { id } }, body: {} })),
    { refreshes: ['campaigns', 'campaign-forecast', 'overview'], ...options },
  );
}
