import { BarChart } from '@mantine/charts';
import { formatNumber, formatShareOf } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Figures } from './figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { analyticsTexts } from './texts.ts';
import { type Filters, useFigures } from './use-figures.ts';

/** Where people come from, and which of these places are worth it. */
export function SourcesView({ filters }: { filters: Filters }) {
  const t = useTexts(analyticsTexts);
  const { language } = useLanguage();
  const query = useFigures('sources', filters);
  const count = (n: number) => formatNumber(n, language);
  const share = (value: number | null) => formatShareOf(value, language);
  return (
    <Figures query={query} isEmpty={({ sources }) => sources.length === 0}>
      {({ sources }) => (
        <>
          <BarChart
            barChartProps={{ accessibilityLayer: false }}
            h={280}
            data={sources}
            dataKey="name"
            aria-hidden
            withLegend
            series={[
              { name: 'written_to', label: t.writtenTo, color: 'blue.6' },
              { name: 'replied', label: t.replied, color: 'teal.6' },
              { name: 'converted', label: t.converted, color: 'grape.6' },
              { name: 'refused', label: t.refused, color: 'red.6' },
            ]}
          />
          <FiguresTable
            label={t.views.sources}
            rows={sources}
            keyOf={(row) => String(row.source_id)}
            columns={[
              { title: t.source, cell: (row) => row.name, isText: true },
              { title: t.people, cell: (row) => (row.people === null ? '—' : count(row.people)) },
              { title: t.writtenTo, cell: (row) => count(row.written_to) },
              {
                title: t.replied,
                cell: (row) => `${count(row.replied)} (${share(row.replied_share)})`,
              },
              {
                title: t.refused,
                cell: (row) => `${count(row.refused)} (${share(row.refused_share)})`,
              },
              {
                title: t.converted,
                cell: (row) => `${count(row.converted)} (${share(row.converted_share)})`,
              },
            ]}
          />
        </>
      )}
    </Figures>
  );
}
