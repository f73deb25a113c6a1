import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { CampaignStatus } from '../../../contract/campaigns.ts';
import { api, take } from '../../shared/api.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import type { Campaign } from './campaign.ts';
import { ProgressBar, StatusBadge } from './progress.tsx';
import { campaignsTexts } from './texts.ts';

const fetchCampaigns =
  (status: CampaignStatus | undefined) => (after: string | undefined, signal: AbortSignal) =>
    take(
      api.GET('/campaigns', {
        params: { query: { ...(status && { status }), ...(after && { after }) } },
        signal,
      }),
    );
type Answer = Awaited<ReturnType<ReturnType<typeof fetchCampaigns>>>;
const rowsOf = (page: Answer) => page.campaigns;

export default function CampaignsPage() {
  const t = useTexts(campaignsTexts);
  const mayWrite = useMay()('outreach.write');
  const navigate = useNavigate();
  const [address, setAddress] = useAddress();
  const statuses = Object.keys(t.statuses) as CampaignStatus[];
  const status = statuses.find((one) => one === address['status']);
  const pages = usePages(['campaigns', { status }], fetchCampaigns(status), rowsOf);
  const columns: Column<Campaign>[] = [
    {
      key: 'name',
      title: t.name,
      width: 'minmax(160px, 2fr)',
      render: (campaign) => (
        <Link to="/campaigns/$id" params={{ id: String(campaign.id) }}>
          {campaign.name}
        </Link>
      ),
    },
    {
      key: 'status',
      title: t.status,
      width: '150px',
      render: (campaign) => <StatusBadge status={campaign.status} />,
    },
    {
      key: 'progress',
      title: t.progress,
      width: 'minmax(180px, 3fr)',
      render: (campaign) => (
        <Stack gap={0} miw={180} py={4}>
          <ProgressBar campaign={campaign} />
          {campaign.paused_by && campaign.paused_by !== 'operator' && (
            <Text size="xs" c="var(--mantine-color-error)" truncate>
              {campaign.pause_reason}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: 'when',
      title: t.when,
      width: 'minmax(210px, 1fr)',
      render: (campaign) => <Moment campaign={campaign} />,
    },
  ];
  const make = mayWrite && (
    <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t.newCampaign}
    </Button>
  );
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={make}>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start', flexWrap: 'wrap' }}
        maw="100%"
        aria-label={t.status}
        value={status ?? ''}
        onChange={(value) => setAddress({ status: value || undefined })}
        data={[
          { value: '', label: t.anyStatus },
          ...statuses.map((value) => ({ value, label: t.statuses[value] })),
        ]}
      />
      <Loaded query={pages}>
        {() => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={pages.rows}
            keyOf={(campaign) => campaign.id}
            hasMore={pages.hasNextPage}
            isLoadingMore={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
            onOpen={(campaign) =>
              void navigate({ to: '/campaigns/$id', params: { id: String(campaign.id) } })
            }
            empty={
              status ? (
                <Empty title={t.noneOfStatus} />
              ) : (
                <Empty title={t.noneTitle} action={make}>
                  {t.noneHint}
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

/** The moment that tells most of a campaign in its state. */
function Moment({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const [said, at] = campaign.finished_at
    ? [t.finishedAt, campaign.finished_at]
    : campaign.status === 'scheduled'
      ? [t.startsAt, campaign.starts_at]
      : campaign.launched_at
        ? [t.launchedAt, campaign.launched_at]
        : [t.createdAt, campaign.created_at];
  return (
    <Text size="sm" component="span">
      {said} <When at={at} />
    </Text>
  );
}
