import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { endpointView } from '../../../contract/webhooks.ts';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, notifyFailed, offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { webhooksTexts } from './texts.ts';

export type Endpoint = z.output<typeof endpointView>;
export type EndpointWords = { url: string; event_types: string[]; description: string };

const refreshes = ['webhooks'];

/** All endpoints: there may be 50. */
export function useEndpoints() {
  return useQuery({
    queryKey: ['webhooks', 'endpoints'],
    queryFn: ({ signal }) =>
      take(api.GET('/webhooks/endpoints', { params: { query: { limit: 200 } }, signal })),
    select: ({ endpoints }) => endpoints,
  });
}

/** The types one may ask for, each noun's `noun.*` before its own. */
export function useEventTypes() {
  return useQuery({
    queryKey: ['webhooks', 'event-types'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => take(api.GET('/webhooks/event-types', { signal })),
    select: ({ event_types: types }) => {
      const nouns = new Set(types.map(({ type }) => `${type.split('.')[0]}.*`));
      return ['*', ...[...nouns].sort(), ...types.map(({ type }) => type)];
    },
  });
}

export function useAddEndpoint() {
  return useAction((body: EndpointWords) => take(api.POST('/webhooks/endpoints', { body })), {
    refreshes,
    quiet: true,
  });
}

/** What is done with one endpoint. */
export function useEndpointActions(id: number) {
  const t = useTexts(webhooksTexts);
  const common = useTexts(commonTexts);
  const at = { path: { id } };
  const change = useAction(
    (body: Partial<EndpointWords>) =>
      take(api.PATCH('/webhooks/endpoints/{id}', { params: at, body })),
    { refreshes, quiet: true, onDone: () => notifyDone(common.saved) },
  );
  const enable = useAction(
    (enabled: boolean) =>
      take(api.PATCH('/webhooks/endpoints/{id}', { params: at, body: { enabled } })),
    {
      refreshes,
      onDone: (_, enabled) =>
        offerUndo(enabled ? t.resumed : t.paused, common.undo, () => enable.mutate(!enabled)),
    },
  );
  const remove = useAction(() => take(api.DELETE('/webhooks/endpoints/{id}', { params: at })), {
    refreshes,
    onDone: () => notifyDone(t.removed),
  });
  const test = useAction(
    () => take(api.POST('/webhooks/endpoints/{id}/test', { params: at, body: {} })),
    {
      refreshes,
      onDone: ({ arrived, status, latency_ms: ms, error }) =>
        arrived
          ? notifyDone(t.arrived(status, ms))
          : notifyFailed(t.notArrived(error ?? `HTTP ${status}`)),
    },
  );
  const rotate = useAction(
    (hours: number) =>
      take(
        api.POST('/webhooks/endpoints/{id}/rotate-secret', {
          params: at,
          body: { overlap_hours: hours },
        }),
      ),
    { refreshes, quiet: true },
  );
  return { change, enable, remove, test, rotate };
}
