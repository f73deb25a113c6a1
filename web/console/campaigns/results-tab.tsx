import { Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Empty, Loaded, Loading } from '../../shared/states.tsx';
import { useScript } from '../../shared/use-script.ts';
import type { Campaign } from './campaign.ts';
import { Invited } from './invited.tsx';
import { useResults } from './progress-tab.tsx';
import { StageResults, type StageRow, useStageName } from './stage-results.tsx';
import { campaignsTexts } from './texts.ts';

const ResultsChart = lazy(() => import('./results-chart.tsx'));

/** What came of each stage and variant of a campaign, as a chart and as a table. */
export function ResultsTab({ campaign }: { campaign: Campaign }) {
  const query = useResults(campaign.id);
  return (
    <Loaded query={query}>
      {({ stages, invites }) => (
        <Stack>
          {invites && <Invited invites={invites} />}
          <Results campaign={campaign} rows={stages} />
        </Stack>
      )}
    </Loaded>
  );
}

function Results({ campaign, rows }: { campaign: Campaign; rows: readonly StageRow[] }) {
  const t = useTexts(campaignsTexts);
  const script = useScript(campaign.script_id, campaign.script_version);
  const nameOf = useStageName(rows, script.data?.script);
  if (rows.length === 0) return <Empty title={t.noResults} />;
  return (
    <Stack>
      <Suspense fallback={<Loading />}>
        <ResultsChart
          label={t.resultsChart}
          rows={rows.map((row) => ({
            name: nameOf(row),
            [t.sent]: row.sent,
            [t.answered]: row.answered,
            [t.notSent]: row.failed,
          }))}
          series={[
            { name: t.sent, color: 'blue.6' },
            { name: t.answered, color: 'teal.6' },
            { name: t.notSent, color: 'red.6' },
          ]}
        />
      </Suspense>
      <StageResults rows={rows} script={script.data?.script} />
    </Stack>
  );
}
