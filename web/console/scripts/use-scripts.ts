import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { StageDraft } from './draft.ts';
import { unfinishedBodyOf } from './draft.ts';

export function useVersions(id: number) {
  return useQuery({
    queryKey: ['scripts', id, 'versions'],
    queryFn: ({ signal }) =>
      take(api.GET('/scripts/{id}/versions', { params: { path: { id } }, signal })),
  });
}

/** What is wrong with stages that aren't saved; the last answer stays while the next is fetched. */
export function useProblems(stages: readonly StageDraft[]) {
  const body = { stages: unfinishedBodyOf(stages) };
  return useQuery({
    queryKey: ['script-check', body],
    queryFn: ({ signal }) => take(api.POST('/scripts/check', { body, signal })),
    placeholderData: keepPreviousData,
  });
}

export type Problem = NonNullable<ReturnType<typeof useProblems>['data']>['problems'][number];

/** The same stages as somebody would read them; nobody in particular without a contact. */
export function usePreview(stages: readonly StageDraft[], contactId: number | undefined) {
  const body = {
    stages: unfinishedBodyOf(stages),
    ...(contactId && { contact_id: contactId }),
  };
  return useQuery({
    queryKey: ['script-preview', body],
    queryFn: ({ signal }) => take(api.POST('/scripts/preview', { body, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Names of the fields that contacts have beside the usual ones, as far as a page of them shows. */
export function useOwnFields(): string[] {
  const { data } = useQuery({
    queryKey: ['contacts', 'own-fields'],
    queryFn: ({ signal }) => take(api.GET('/contacts', { params: { query: {} }, signal })),
    staleTime: 600_000,
  });
  return [...new Set((data?.contacts ?? []).flatMap((contact) => Object.keys(contact.custom)))];
}
