import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';

type History =
  paths['/accounts/{id}/history']['get']['responses'][200]['content']['application/json'];
type Entry = History['history'][number];

const rowsOf = (page: History) => page.history;

/** What happened to the account, newest first, in the server's words. */
export function AccountHistory({ id }: { id: string }) {
  const t = useTexts(accountTexts);
  const nameOf = useActorNames();
  const query = usePages(
    ['accounts', 'history', id],
    (after, signal) =>
      take(
        api.GET('/accounts/{id}/history', {
          params: { path: { id }, query: { ...(after && { after }) } },
          signal,
        }),
      ),
    rowsOf,
  );
  const columns: Column<Entry>[] = [
    {
      key: 'when',
      title: t.when,
      width: '130px',
      render: ({ timestamp }) => <When at={timestamp} />,
    },
    {
      key: 'what',
      title: t.what,
      width: 'minmax(180px, 1fr)',
      render: ({ text, details }) => (
        <Stack gap={0}>
          <Text size="sm">{text}</Text>
          {details && (
            <Text size="xs" c="dimmed" title={details} truncate>
              {details}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: 'who',
      title: t.who,
      width: 'minmax(90px, 180px)',
      render: ({ actor }) => <Text size="sm">{nameOf(actor)}</Text>,
    },
  ];
  return (
    <Loaded query={{ ...query, data: query.first }}>
      {() => (
        <DataTable
          label={t.history}
          columns={columns}
          rows={query.rows}
          keyOf={(entry) => entry.id}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          empty={<Text c="dimmed">{t.historyEmpty}</Text>}
        />
      )}
    </Loaded>
  );
}

/** «operator:3» → the name of that operator, where one may know it. */
function useActorNames(): (actor: string) => string {
  const t = useTexts(accountTexts);
  const may = useMay();
  const team = useQuery({
    queryKey: ['operators'],
    queryFn: () => take(api.GET('/operators')),
    enabled: may('operators.read'),
  });
  return (actor) => {
    const [kind, id = ''] = actor.split(':');
    if (kind === 'operator')
      return team.data?.operators.find((one) => String(one.id) === id)?.name ?? t.operator(id);
    return kind === 'api_key' ? t.apiKey(id) : t.system;
  };
}
