import { BarChart } from '@mantine/charts';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Figures } from './figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { analyticsTexts } from './texts.ts';
import { type Filters, useFigures } from './use-figures.ts';

/** How far people come, by stage of the script and by variant. */
export function FunnelView({ filters }: { filters: Filters }) {
  const t = useTexts(analyticsTexts);
  const { language } = useLanguage();
  const query = useFigures('funnel', filters);
  const count = (n: number) => formatNumber(n, language);
  return (
    <Figures query={query} isEmpty={({ stages }) => stages.length === 0}>
      {({ stages }) => {
        const variantsOf = (stage: number) =>
          stages.filter((s) => s.kind === 'stage' && s.stage === stage).length;
        const rows = stages.map((s) => ({
          ...s,
          name:
            s.kind === 'follow_up'
              ? t.followUp
              : s.kind === 'invite'
                ? t.invited
                : t.stageName(s.stage, s.variant, variantsOf(s.stage)),
        }));
        type Row = (typeof rows)[number];
        const withShare = (part: (row: Row) => number) => (row: Row) =>
          `${count(part(row))} (${row.sent === 0 ? '—' : `${Math.round((part(row) / row.sent) * 100)} %`})`;
        return (
          <>
            <BarChart
              barChartProps={{ accessibilityLayer: false }}
              h={280}
              data={rows}
              dataKey="name"
              aria-hidden
              withLegend
              series={[
                { name: 'sent', label: t.sent, color: 'blue.6' },
                { name: 'replied', label: t.replied, color: 'teal.6' },
                { name: 'converted', label: t.converted, color: 'grape.6' },
                { name: 'refused', label: t.refused, color: 'red.6' },
              ]}
            />
            <FiguresTable
              label={t.views.funnel}
              rows={rows}
              keyOf={(row) => `${row.kind} ${row.stage} ${row.variant}`}
              columns={[
                { title: t.stage, cell: (row) => row.name, isText: true },
                { title: t.sent, cell: (row) => count(row.sent) },
                { title: t.failed, cell: (row) => count(row.failed) },
                { title: t.replied, cell: withShare((row) => row.replied) },
                { title: t.agreed, cell: withShare((row) => row.agreed) },
                { title: t.refused, cell: withShare((row) => row.refused) },
                { title: t.converted, cell: withShare((row) => row.converted) },
              ]}
            />
          </>
        );
      }}
    </Figures>
  );
}
