import { useRef, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';
import { webhooksTexts } from './texts.ts';

type Batch = { replayed: number; next: string | null };

/**
 * Posts many deliveries again, batch by batch, until there are no more or it is stopped.
 * @param askBatch asks for the batch after a cursor
 */
export function useReplay<A>(askBatch: (args: A, after: string | undefined) => Promise<Batch>) {
  const t = useTexts(webhooksTexts);
  const [count, setCount] = useState(0);
  const isStopped = useRef(false);
  const run = useAction(
    async (args: A) => {
      isStopped.current = false;
      let total = 0;
      let after: string | undefined;
      do {
        const batch = await askBatch(args, after);
        total += batch.replayed;
        setCount(total);
        after = batch.next ?? undefined;
      } while (after !== undefined && !isStopped.current);
      return total;
    },
    { refreshes: ['webhooks'], onDone: (total) => notifyDone(t.replayed(total)) },
  );
  const stop = () => {
    isStopped.current = true;
  };
  return { run, count, stop };
}

/** All that were given up. */
export function useReplayDead() {
  return useReplay((endpointId: number | undefined, after) =>
    take(
      api.POST('/webhooks/replay', {
        body: {
          status: 'dead',
          ...(endpointId !== undefined && { endpoint_id: endpointId }),
          ...(after && { after }),
        },
      }),
    ),
  );
}

/** All that an endpoint was to be told of since a moment. */
export function useReplaySince(id: number) {
  return useReplay((since: Date, after) =>
    take(
      api.POST('/webhooks/endpoints/{id}/replay', {
        params: { path: { id } },
        body: { since: since.toISOString(), ...(after && { after }) },
      }),
    ),
  );
}
