import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../../shared/api.ts';
import { usePages } from '../../../shared/use-pages.ts';

type EvidencePage = Awaited<ReturnType<typeof readEvidence>>;
export type EvidencedMessage = EvidencePage['messages'][number];
export type Evidence = EvidencePage;

/** One person as they are kept. */
export function usePerson(id: number) {
  return useQuery({
    queryKey: ['contacts', 'one', id],
    queryFn: () => take(api.GET('/contacts/{id}', { params: { path: { id } } })),
    select: ({ contact }) => contact,
  });
}

const rowsOf = (page: EvidencePage) => page.messages;

/** Their file: on its first page all but the older messages. */
export function useEvidence(id: number) {
  return usePages(
    ['contacts', 'evidence', id],
    (after, signal) => readEvidence(id, after, signal),
    rowsOf,
  );
}

function readEvidence(id: number, after: string | undefined, signal: AbortSignal) {
  const params = { path: { id }, query: { limit: 50, after } };
  return take(api.GET('/contacts/{id}/evidence', { params, signal }));
}

export function useDialogsOf(id: number) {
  return useQuery({
    queryKey: ['dialogs', 'of-contact', id],
    queryFn: () => take(api.GET('/dialogs', { params: { query: { contact_id: id, limit: 50 } } })),
    select: ({ dialogs }) => dialogs,
  });
}
