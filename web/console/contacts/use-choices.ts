import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** What is offered to choose from; a longer list is found by typing the name. */
const MOST = 200;

export function useSources() {
  return useQuery({
    queryKey: ['sources', 'choices'],
    queryFn: () => take(api.GET('/sources', { params: { query: { limit: MOST } } })),
    select: (answer) => answer.sources,
  });
}

export function useAudiences() {
  return useQuery({
    queryKey: ['audiences', 'choices'],
    queryFn: () => take(api.GET('/audiences', { params: { query: { limit: MOST } } })),
    select: (answer) => answer.audiences,
  });
}

/** The accounts of the pool as choices; none for whoever may not see them. */
export function useAccounts(isAllowed: boolean) {
  return useQuery({
    queryKey: ['accounts', 'choices'],
    queryFn: () => take(api.GET('/accounts', { params: { query: { limit: MOST } } })),
    select: (answer) =>
      answer.accounts.map(({ id, name }) => ({
        value: id,
        label: name && name !== id ? `${name} · ${id}` : id,
      })),
    enabled: isAllowed,
  });
}
