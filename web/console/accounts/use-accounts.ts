import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { usePages } from '../../shared/use-pages.ts';

type AccountsAnswer = paths['/accounts']['get']['responses'][200]['content']['application/json'];
export type Account = AccountsAnswer['accounts'][number];
export type AccountStatus = Account['status'];
/** In the order in which an account lives. */
export const accountStatuses = [
  'checking',
  'warming',
  'active',
  'cooldown',
  'limited',
  'disabled',
  'banned',
] as const satisfies readonly AccountStatus[];

export type AccountPatch = NonNullable<
  paths['/accounts/{id}']['patch']['requestBody']
>['content']['application/json'];

export type AccountFilter = {
  status: AccountStatus[];
  tag: string;
  search: string;
};

const A_PAGE = 200;
const rowsOf = (page: AccountsAnswer) => page.accounts;

/** What of the pool is asked for, as it stands in the address. */
export function readFilter(search: Record<string, string | undefined>): AccountFilter {
  const asked = search['status']?.split(',') ?? [];
  return {
    status: accountStatuses.filter((status) => asked.includes(status)),
    tag: search['tag'] ?? '',
    search: search['search'] ?? '',
  };
}

/** The pool of accounts, filtered, page by page. */
export function useAccounts({ status, tag, search }: AccountFilter) {
  return usePages(
    ['accounts', 'list', status, tag, search],
    (after, signal) =>
      take(
        api.GET('/accounts', {
          params: {
            query: {
              limit: A_PAGE,
              ...(status.length > 0 && { status: status.join(',') }),
              ...(tag && { tag }),
              ...(search && { search }),
              ...(after && { after }),
            },
          },
          signal,
        }),
      ),
    rowsOf,
  );
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: ['accounts', 'one', id],
    queryFn: () => take(api.GET('/accounts/{id}', { params: { path: { id } } })),
    select: (answer) => answer.account,
  });
}

/** Changes what operators decide about one account. */
export function patchAccount(id: string, body: AccountPatch) {
  return take(api.PATCH('/accounts/{id}', { params: { path: { id } }, body }));
}
