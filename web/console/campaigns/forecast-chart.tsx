import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useLanguage } from '../../shared/language.tsx';
import type { Series } from './forecast-rows.ts';

type ForecastChartProps = {
  label: string;
  rows: Record<string, string | number>[];
  series: Series[];
};

/** Bars of days, stacked by account. Its table stands beside it for whoever can't see it. */
export default function ForecastChart({ label, rows, series }: ForecastChartProps) {
  const { language } = useLanguage();
  const shortDay = (day: string) =>
    new Date(`${day}T00:00:00Z`).toLocaleDateString(language, {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    });
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={260}
        data={rows}
        dataKey="day"
        series={series}
        type="stacked"
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        xAxisProps={{ tickFormatter: shortDay }}
        tooltipProps={{ labelFormatter: (day: unknown) => shortDay(String(day)) }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
