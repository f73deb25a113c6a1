import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { z } from 'zod';
import type { dialogAnswer } from '../../../contract/dialogs.ts';
import { api, take } from '../../shared/api.ts';
import type { ReadPage } from '../../shared/renew-pages.ts';
import type { Dialog } from './inbox.ts';

/** Tells the server how far the operator has looked, for all the browsers they use. */
export function useMarkRead(dialog: Dialog, lookedAt: number): void {
  const client = useQueryClient();
  const number = dialog.id;
  const { mutate } = useMutation({
    mutationFn: (message_id: number) =>
      take(
        api.POST('/dialogs/number/{number}/read', {
          params: { path: { number } },
          body: { message_id },
        }),
      ),
    onMutate: () => {
      const read = (one: Dialog) => (one.id === number ? { ...one, is_unread: false } : one);
      client.setQueryData<z.output<typeof dialogAnswer>>(
        ['dialogs', 'one', number],
        (before) => before && { ...before, dialog: read(before.dialog) },
      );
      client.setQueriesData<InfiniteData<ReadPage<Dialog>>>(
        { queryKey: ['dialogs', 'list'] },
        (before) =>
          before && {
            ...before,
            pages: before.pages.map((page) => ({ ...page, rows: page.rows.map(read) })),
          },
      );
    },
  });
  const isDue = dialog.is_unread && lookedAt >= (dialog.last_words?.id ?? 0);
  useEffect(() => {
    if (isDue && lookedAt > 0 && document.visibilityState === 'visible') mutate(lookedAt);
  }, [isDue, lookedAt, mutate]);
}
