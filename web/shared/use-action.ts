import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailed } from './notify.tsx';
import { useErrorText } from './states.tsx';

/**
 * Something that changes what the server holds. An error is told to the person unless the caller
 * shows it itself (`quiet`).
 * @param refreshes names of the rooms whose lists change by it
 */
export function useAction<A, R>(
  run: (args: A) => Promise<R>,
  options: {
    refreshes?: readonly string[];
    onDone?: (result: R, args: A) => void;
    quiet?: boolean;
  } = {},
) {
  const client = useQueryClient();
  const textOf = useErrorText();
  return useMutation({
    mutationFn: run,
    onSuccess: async (result, args) => {
      options.onDone?.(result, args);
      await Promise.all(
        (options.refreshes ?? []).map((room) => client.invalidateQueries({ queryKey: [room] })),
      );
    },
    onError: (error) => {
      if (!options.quiet) notifyFailed(textOf(error));
    },
  });
}
