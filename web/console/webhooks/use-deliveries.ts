import type { z } from 'zod';
import type { deliveriesAnswer, deliveryView } from '../../../contract/webhooks.ts';
import { api, take } from '../../shared/api.ts';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';

export type Delivery = z.output<typeof deliveryView>;
type DeliveriesPage = z.output<typeof deliveriesAnswer>;

export const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

const rowsOf = ({ deliveries }: DeliveriesPage) => deliveries;

export function useDeliveries(status: DeliveryStatus | undefined, endpointId: number | undefined) {
  return usePages<DeliveriesPage, Delivery>(
    ['webhooks', 'deliveries', status, endpointId],
    (after, signal) =>
      take(
        api.GET('/webhooks/deliveries', {
          params: {
            query: {
              ...(status && { status }),
              ...(endpointId !== undefined && { endpoint_id: endpointId }),
              ...(after && { after }),
            },
          },
          signal,
        }),
      ),
    rowsOf,
  );
}

export function useReplayOne(id: number) {
  return useAction(
    () =>
      take(api.POST('/webhooks/deliveries/{id}/replay', { params: { path: { id } }, body: {} })),
    { refreshes: ['webhooks'], onDone: ({ message }) => notifyDone(message) },
  );
}
