import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '../../../shared/api.ts';
import { usePages } from '../../../shared/use-pages.ts';
import type { Contact } from '../contact.ts';
import type { Filter } from './filter.ts';

const rowsOf = (page: { contacts: Contact[]; next: string | null }) => page.contacts;

/** People who fit a filter, newest first; while another filter is read the rows before it stay. */
export function useContacts(filter: Filter) {
  return usePages(
    ['contacts', 'list', filter],
    (after, signal) =>
      take(api.GET('/contacts', { params: { query: { ...filter, limit: 50, after } }, signal })),
    rowsOf,
    { keepsRows: true },
  );
}

/** How many fit; counting a million takes a while, so it doesn't follow every event. */
export function useContactCount(filter: Filter) {
  return useQuery({
    queryKey: ['contact-count', filter],
    queryFn: ({ signal }) =>
      take(api.GET('/contacts/count', { params: { query: filter }, signal })),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}
