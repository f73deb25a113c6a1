import { useMutation, useQueryClient } from '@tanstack/react-query';
import { withClock } from './use-session.ts';

/** One of the ways in. When it succeeds the session is known and the console opens. */
export function useEnter<A>(run: (args: A) => Promise<{ now: string }>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (answer) => {
      client.setQueryData(['session'], withClock(answer));
    },
  });
}
