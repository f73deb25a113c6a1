import { Anchor, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { LinkButton } from '../../shared/links.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useMay } from '../session/use-session.ts';
import { useAccountColumns } from './account-columns.tsx';
import { AccountFilters } from './account-filters.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { accountsTexts } from './texts.ts';
import { type Account, readFilter, useAccounts } from './use-accounts.ts';

/** Figures of today move with each message, of which the pool itself isn't told. */
const FIGURES_EVERY_MS = 20_000;

export default function AccountsPage() {
  const t = useTexts(accountsTexts);
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const filter = readFilter(useSearch({ strict: false }));
  const query = useAccounts(filter);
  const columns = useAccountColumns();
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(new Set());
  useInterval(
    () => void client.invalidateQueries({ queryKey: ['accounts', 'list'] }),
    FIGURES_EVERY_MS,
    { autoInvoke: true },
  );
  const { rows } = query;
  const selected = useMemo(() => rows.filter((row) => chosen.has(row.id)), [rows, chosen]);
  const tags = useMemo(() => [...new Set(rows.flatMap((row) => row.tags))].sort(), [rows]);
  const isFiltered = filter.status.length > 0 || filter.tag !== '' || filter.search !== '';
  const selection = may('accounts.write') && {
    selected: new Set<string | number>(selected.map((row) => row.id)),
    onChange: setChosen,
    labelOf: (row: Account) => t.select(row.name),
  };
  const toAdd = may('accounts.write') && (
    <LinkButton to="/accounts/add" leftSection={<IconPlus size={16} aria-hidden />}>
      {t.add}
    </LinkButton>
  );
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={toAdd}>
      <Loaded query={{ ...query, data: query.first }}>
        {() =>
          rows.length === 0 && !isFiltered ? (
            <Empty title={t.none} action={toAdd}>
              {t.onlyAnswer}{' '}
              <Anchor component={Link} to="/settings/bots" size="sm" underline="always">
                {t.onlyAnswerLink}
              </Anchor>
              <br />
              {t.noneHint}
            </Empty>
          ) : (
            <>
              <AccountFilters filter={filter} tags={tags} />
              <DataTable
                label={t.title}
                columns={columns}
                rows={rows}
                keyOf={(row) => row.id}
                onOpen={(row) => void navigate({ to: '/accounts/$id', params: { id: row.id } })}
                hasMore={query.hasNextPage}
                isLoadingMore={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
                {...(selection && { selection })}
                empty={<Text c="dimmed">{t.notFound}</Text>}
              />
              {rows.length > 0 && (
                <Text size="xs" c="dimmed">
                  {query.hasNextPage ? t.countMore(rows.length) : t.count(rows.length)}
                </Text>
              )}
              <BulkBar selected={selected} onUnselect={() => setChosen(new Set())} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
