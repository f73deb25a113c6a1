import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { dialogAnswer, dialogMessagesAnswer } from '../../../contract/dialogs.ts';
import { api, take } from '../../shared/api.ts';
import { usePages } from '../../shared/use-pages.ts';
import type { Judgement } from './inbox.ts';

const PAGE = 50;

type HistoryPage = z.output<typeof dialogMessagesAnswer>;

const messagesOf = ({ messages }: HistoryPage) => messages;

/** The dialog itself: its state, not what was said in it. */
export function useDialog(number: number) {
  return useOpened(number, ({ dialog }) => dialog);
}

/** The answer of the AI that waits for somebody's word here, if there is one. */
export function useDraft(number: number) {
  return useOpened(number, ({ draft }) => draft);
}

type Opened = z.output<typeof dialogAnswer>;

function useOpened<T>(number: number, select: (opened: Opened) => T) {
  return useQuery({
    queryKey: ['dialogs', 'one', number],
    queryFn: ({ signal }) =>
      take(api.GET('/dialogs/number/{number}', { params: { path: { number } }, signal })),
    select,
  });
}

/** What was said, the oldest first; older pages are read as one looks further up. */
export function useHistory(number: number) {
  const query = usePages(
    ['dialogs', 'messages', number],
    (after, signal) =>
      take(
        api.GET('/dialogs/number/{number}/messages', {
          params: { path: { number }, query: { limit: PAGE, ...(after && { after }) } },
          signal,
        }),
      ),
    messagesOf,
  );
  const { rows } = query;
  const pages = query.data?.pages;
  const messages = useMemo(() => [...rows].reverse(), [rows]);
  const judgements = useMemo(() => {
    // Newest first: a later verdict about the same words stands over an earlier one.
    const byMessage = new Map<number, Judgement>();
    for (const one of (pages ?? []).flatMap((page) => page.answer.judgements))
      if (!byMessage.has(one.message_id)) byMessage.set(one.message_id, one);
    return byMessage;
  }, [pages]);
  return { ...query, messages, judgements };
}
