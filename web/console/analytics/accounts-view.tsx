import { BarChart } from '@mantine/charts';
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatNumber, formatShareOf } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Figures } from './figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { analyticsTexts } from './texts.ts';
import { type Filters, useFigures } from './use-figures.ts';

/** How healthy the accounts are: what they sent, what failed and why, how people answer them. */
export function AccountsView({ filters }: { filters: Filters }) {
  const t = useTexts(analyticsTexts);
  const { language } = useLanguage();
  const query = useFigures('accounts', filters);
  const count = (n: number) => formatNumber(n, language);
  return (
    <Figures query={query} isEmpty={({ accounts }) => accounts.length === 0}>
      {({ accounts }) => (
        <>
          <BarChart
            barChartProps={{ accessibilityLayer: false }}
            h={280}
            data={accounts}
            dataKey="account_id"
            aria-hidden
            withLegend
            series={[
              { name: 'sent', label: t.sent, color: 'blue.6' },
              { name: 'replies', label: t.replies, color: 'teal.6' },
              { name: 'failed', label: t.failed, color: 'orange.6' },
              { name: 'refusals', label: t.refusalsCount, color: 'red.6' },
            ]}
          />
          <FiguresTable
            label={t.views.accounts}
            rows={accounts}
            keyOf={(row) => row.account_id}
            columns={[
              {
                title: t.account,
                isText: true,
                cell: (row) => (
                  <Anchor component={Link} to={`/accounts/${row.account_id}`} size="sm">
                    {`${row.account_id} ${row.name}`}
                  </Anchor>
                ),
              },
              {
                title: t.status,
                isText: true,
                cell: (row) => (row.status ? t.statuses[row.status] : t.deleted),
              },
              { title: t.sent, cell: (row) => count(row.sent) },
              { title: t.first, cell: (row) => count(row.first) },
              { title: t.failed, cell: (row) => count(row.failed) },
              { title: t.floods, cell: (row) => count(row.floods) },
              { title: t.replied, cell: (row) => formatShareOf(row.replied_share, language) },
              { title: t.refusalsCount, cell: (row) => count(row.refusals) },
              {
                title: t.errors,
                isText: true,
                cell: (row) => listed(row.errors, (code) => code),
              },
              {
                title: t.days,
                isText: true,
                cell: (row) => listed(row.days_in_status, (status) => t.statuses[status]),
              },
            ]}
          />
        </>
      )}
    </Figures>
  );
}

function listed<K extends string>(counts: Partial<Record<K, number>>, name: (key: K) => string) {
  const entries = Object.entries(counts) as [K, number][];
  return entries.length === 0 ? '—' : entries.map(([key, n]) => `${name(key)} ${n}`).join(', ');
}
