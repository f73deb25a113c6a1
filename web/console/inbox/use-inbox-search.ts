import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type View, views } from './inbox.ts';

type InboxSearch = { view: View; account: string; q: string; pane: 'person' | undefined };

/** What of the inbox stands in the address: the dialog, the filters, the pane. */
export function useInboxSearch() {
  const params = useParams({ strict: false }) as { number?: string };
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const number = Number(params.number) || undefined;
  const state: InboxSearch = {
    view: views.find((view) => view === search['view']) ?? 'waiting',
    account: search['account'] ?? '',
    q: search['q'] ?? '',
    pane: search['pane'] === 'person' ? 'person' : undefined,
  };

  const searchWith = (changes: Partial<InboxSearch>) => {
    const { view, account, q, pane } = { ...state, ...changes };
    return {
      view: view === 'waiting' ? undefined : view,
      account: account || undefined,
      q: q || undefined,
      pane,
    };
  };

  return {
    ...state,
    number,
    searchWith,
    /** Filters are replaced in place: the way back leads to where one was before. */
    change: (changes: Partial<InboxSearch>) =>
      void navigate({ to: '.', search: searchWith(changes), replace: true }),
    showPane: (pane: 'person' | undefined) =>
      void navigate({ to: '.', search: searchWith({ pane }) }),
    open: (dialog: number | undefined) =>
      dialog === undefined
        ? void navigate({ to: '/inbox', search: searchWith({ pane: undefined }) })
        : void navigate({
            to: '/inbox/$number',
            params: { number: String(dialog) },
            search: searchWith({}),
          }),
  };
}
