import { SegmentedControl, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Loaded } from '../../shared/states.tsx';
import { AccountsCard } from './accounts-card.tsx';
import { CampaignsCard } from './campaigns-card.tsx';
import { DaysCard } from './days-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { overviewTexts } from './texts.ts';
import { TodayFigures } from './today-figures.tsx';
import { WaitingCard } from './waiting-card.tsx';

/** What an operator sees first: today, who waits for them, what runs, what is broken. */
export default function OverviewPage() {
  const t = useTexts(overviewTexts);
  const navigate = useNavigate();
  const { days = '7' } = useSearch({ strict: false });
  const query = useQuery({
    queryKey: ['overview', days],
    queryFn: () => take(api.GET('/overview', { params: { query: { days: Number(days) } } })),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t.title}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t.period}
          value={days}
          onChange={(value) => void navigate({ to: '/', search: { days: value }, replace: true })}
          data={[
            { value: '7', label: t.week },
            { value: '30', label: t.month },
          ]}
        />
      }
    >
      <Loaded query={query}>
        {(overview) => (
          <Stack gap="md">
            <FirstSteps steps={overview.first_steps} />
            <TodayFigures today={overview.today} />
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
              <WaitingCard waiting={overview.waiting} />
              <DaysCard series={overview.series} />
              {overview.campaigns && <CampaignsCard campaigns={overview.campaigns} />}
              {overview.accounts && <AccountsCard accounts={overview.accounts} />}
            </SimpleGrid>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
