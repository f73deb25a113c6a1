import { AreaChart } from '@mantine/charts';
import { SegmentedControl } from '@mantine/core';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Figures } from './figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { analyticsTexts } from './texts.ts';
import { type Filters, useFigures } from './use-figures.ts';

const A_DAY = 'yyyy-mm-dd'.length;

/** What left and what came back, day by day or hour by hour. */
export function AnswersView(props: { filters: Filters; onStep: (by: string) => void }) {
  const t = useTexts(analyticsTexts);
  const { language } = useLanguage();
  const query = useFigures('answers', props.filters);
  const count = (n: number) => formatNumber(n, language);
  const named = (at: string) =>
    at.length === A_DAY
      ? new Date(`${at}T12:00:00`).toLocaleDateString(language, { day: 'numeric', month: 'short' })
      : new Date(at).toLocaleString(language, {
          day: 'numeric',
          month: 'short',
          hour: '2-digit',
          minute: '2-digit',
        });
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t.step}
        value={props.filters.by ?? 'day'}
        onChange={props.onStep}
        data={[
          { value: 'day', label: t.byDay },
          { value: 'hour', label: t.byHour },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <Figures query={query} isEmpty={({ points }) => points.length === 0}>
        {({ points }) => {
          const rows = points.map((point) => ({ ...point, name: named(point.at) }));
          return (
            <>
              <AreaChart
                areaChartProps={{ accessibilityLayer: false }}
                h={280}
                data={rows}
                dataKey="name"
                curveType="linear"
                aria-hidden
                withLegend
                series={[
                  { name: 'sent', label: t.sent, color: 'blue.6' },
                  { name: 'replies', label: t.replies, color: 'teal.6' },
                  { name: 'refusals', label: t.refusalsCount, color: 'red.6' },
                  { name: 'converted', label: t.converted, color: 'grape.6' },
                ]}
              />
              <FiguresTable
                label={t.views.answers}
                rows={rows}
                keyOf={(row) => row.at}
                columns={[
                  { title: t.when, cell: (row) => row.name, isText: true },
                  { title: t.sent, cell: (row) => count(row.sent) },
                  { title: t.replies, cell: (row) => count(row.replies) },
                  { title: t.refusalsCount, cell: (row) => count(row.refusals) },
                  { title: t.converted, cell: (row) => count(row.converted) },
                ]}
              />
            </>
          );
        }}
      </Figures>
    </>
  );
}
