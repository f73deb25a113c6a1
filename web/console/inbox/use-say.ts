import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, notifyFailed } from '../../shared/notify.tsx';
import { useErrorText } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import type { Message } from './inbox.ts';
import { keepWords, keptWords } from './kept-words.ts';
import { talkTexts } from './talk-texts.ts';

export type Words = {
  type: Exclude<Message['type'], 'invite'>;
  content?: string;
  caption?: string;
  file_base64?: string;
  filename?: string;
};

const keyOf = (number: number) => ['say', number];

/**
 * Says something in a dialog. It stands in the talk at once; what the server refuses comes back to
 * where it was written.
 */
export function useSay(number: number, onRefused: (words: string) => void) {
  const client = useQueryClient();
  const textOf = useErrorText();
  return useMutation({
    mutationKey: keyOf(number),
    mutationFn: (body: Words) =>
      take(api.POST('/dialogs/number/{number}/messages', { params: { path: { number } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dialogs'] }),
    onError: (error, words) => {
      const said = words.content ?? words.caption ?? '';
      if (!keptWords(number)) {
        keepWords(number, said);
        onRefused(said);
      }
      notifyFailed(textOf(error));
    },
  });
}

/** What was said here and hasn't reached the server yet. */
export function useUnsent(number: number): Words[] {
  return useMutationState({
    filters: { mutationKey: keyOf(number), status: 'pending' },
    select: (mutation) => mutation.state.variables as Words,
  });
}

/** Lets a draft of the AI go, as it is or in other words, or throws it away. */
export function useSettleDraft(answerId: number) {
  const t = useTexts(talkTexts);
  const at = { path: { id: answerId } };
  const approve = useAction(
    (text: string | undefined) =>
      take(
        api.POST('/assistant/answers/{id}/approve', {
          params: at,
          body: text === undefined ? {} : { text },
        }),
      ),
    { refreshes: ['dialogs', 'overview'], onDone: () => notifyDone(t.draftSent) },
  );
  const discard = useAction(
    () => take(api.POST('/assistant/answers/{id}/discard', { params: at, body: {} })),
    { refreshes: ['dialogs', 'overview'], onDone: () => notifyDone(t.discarded) },
  );
  return { approve, discard };
}
