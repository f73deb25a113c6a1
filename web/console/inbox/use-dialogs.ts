import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { dialogsAnswer } from '../../../contract/dialogs.ts';
import { api, take } from '../../shared/api.ts';
import { usePages } from '../../shared/use-pages.ts';
import { useMay, useSession } from '../session/use-session.ts';
import { type Dialog, type View, viewQuery } from './inbox.ts';

const PAGE = 50;

type DialogsPage = z.output<typeof dialogsAnswer>;

const rowsOf = (page: DialogsPage) => page.dialogs;

/** The dialogs of a view, page by page. */
export function useDialogs(which: { view: View; account: string; q: string }) {
  const { operator } = useSession();
  const query = {
    ...viewQuery(which.view, operator.id),
    limit: PAGE,
    ...(which.account && { account_id: which.account }),
    ...(which.q && { q: which.q }),
  };
  return usePages<DialogsPage, Dialog>(
    ['dialogs', 'list', query],
    (after, signal) =>
      take(
        api.GET('/dialogs', { params: { query: { ...query, ...(after && { after }) } }, signal }),
      ),
    rowsOf,
  );
}

/** What one person's other dialogs are. */
export function useDialogsOf(contactId: number) {
  return useQuery({
    queryKey: ['dialogs', 'of-contact', contactId],
    queryFn: ({ signal }) =>
      take(
        api.GET('/dialogs', {
          params: { query: { contact_id: contactId, sort: 'activity', limit: 20 } },
          signal,
        }),
      ),
  });
}

/** The accounts dialogs are filtered by; those who may not see accounts filter by none. */
export function useAccountNames() {
  const may = useMay();
  return useQuery({
    queryKey: ['accounts', 'names'],
    enabled: may('accounts.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      take(api.GET('/accounts', { params: { query: { limit: 200 } }, signal })),
    select: ({ accounts }) =>
      accounts.map(({ id, name, phone }) => ({
        value: id,
        label: [name || phone, id].filter(Boolean).join(' · '),
      })),
  });
}

export function useOperators() {
  const may = useMay();
  return useQuery({
    queryKey: ['operators', 'names'],
    enabled: may('operators.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) => take(api.GET('/operators', { signal })),
    select: ({ operators }) => operators.filter(({ disabled }) => !disabled),
  });
}
