import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';

type ResultsChartProps = {
  label: string;
  /** One bar group for a stage and variant; the figures under the names of the series. */
  rows: Record<string, string | number>[];
  series: { name: string; color: string }[];
};

export default function ResultsChart({ label, rows, series }: ResultsChartProps) {
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={240}
        data={rows}
        dataKey="name"
        series={series}
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        barChartProps={{ accessibilityLayer: false }}
        maxBarWidth={48}
      />
    </div>
  );
}
