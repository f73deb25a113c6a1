import { BarChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import { formatNumber, formatShareOf } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Figures } from './figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { analyticsTexts } from './texts.ts';
import { type Filters, useFigures } from './use-figures.ts';

/** Who or what saw that people don't want to be written to. */
export function RefusalsView({ filters }: { filters: Filters }) {
  const t = useTexts(analyticsTexts);
  const { language } = useLanguage();
  const query = useFigures('refusals', filters);
  const count = (n: number) => formatNumber(n, language);
  return (
    <Figures query={query} isEmpty={({ total, corrected }) => total + corrected === 0}>
      {({ total, corrected, causes }) => (
        <>
          <Text size="sm">{t.totalRefusals(count(total), count(corrected))}</Text>
          <BarChart
            barChartProps={{ accessibilityLayer: false }}
            h={220}
            data={causes}
            dataKey="text"
            orientation="vertical"
            yAxisProps={{ width: 160 }}
            aria-hidden
            series={[{ name: 'refusals', label: t.refusalsCount, color: 'red.6' }]}
          />
          <FiguresTable
            label={t.views.refusals}
            rows={causes}
            keyOf={(row) => row.cause}
            columns={[
              { title: t.cause, cell: (row) => row.text, isText: true },
              { title: t.refusalsCount, cell: (row) => count(row.refusals) },
              { title: t.share, cell: (row) => formatShareOf(row.share, language) },
            ]}
          />
        </>
      )}
    </Figures>
  );
}
