import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TargetStatus } from '../../../contract/campaigns.ts';
import { api, take } from '../../shared/api.ts';
import { formatNumber } from '../../shared/counts.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { type Campaign, ways } from './campaign.ts';
import { campaignsTexts } from './texts.ts';

const fetchTargets =
  (id: number, status: TargetStatus | undefined) =>
  (after: string | undefined, signal: AbortSignal) =>
    take(
      api.GET('/campaigns/{id}/targets', {
        params: {
          path: { id },
          query: { limit: 100, ...(status && { status }), ...(after && { after }) },
        },
        signal,
      }),
    );
type Answer = Awaited<ReturnType<ReturnType<typeof fetchTargets>>>;
type Target = Answer['targets'][number];
const rowsOf = (page: Answer) => page.targets;

/** The people of a campaign, each with the reason why they are where they are. */
export function TargetsTab({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const [address, setAddress] = useAddress();
  const status = ways.find((way) => way.status === address['status'])?.status;
  const pages = usePages(
    ['campaigns', campaign.id, 'targets', { status }],
    fetchTargets(campaign.id, status),
    rowsOf,
  );
  const countOf = (one: TargetStatus) => formatNumber(campaign.progress[one], language);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <Select
          label={t.status}
          maw={320}
          allowDeselect={false}
          value={status ?? ''}
          onChange={(value) => setAddress({ status: value || undefined })}
          data={[
            {
              value: '',
              label: `${t.anyStatus} · ${formatNumber(campaign.progress.total, language)}`,
            },
            ...ways.map((way) => ({
              value: way.status,
              label: `${t.targetStatuses[way.status]} · ${countOf(way.status)}`,
            })),
          ]}
        />
        {campaign.progress.total > 0 && (
          <Button
            component="a"
            href={`/campaigns/${campaign.id}/targets.csv`}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t.csv}
          </Button>
        )}
      </Group>
      <Loaded query={pages}>
        {() => (
          <DataTable
            label={t.tabs.people}
            columns={columnsOf(t)}
            rows={pages.rows}
            keyOf={(target) => target.id}
            total={status ? campaign.progress[status] : campaign.progress.total}
            hasMore={pages.hasNextPage}
            isLoadingMore={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
            empty={
              <Empty title={t.noTargets}>{campaign.status === 'draft' && t.noTargetsHint}</Empty>
            }
          />
        )}
      </Loaded>
    </Stack>
  );
}

function columnsOf(t: (typeof campaignsTexts)['ru']): Column<Target>[] {
  return [
    {
      key: 'who',
      title: t.target,
      width: 'minmax(140px, 2fr)',
      render: (target) => (
        <Link to="/contacts/$id" params={{ id: String(target.contact_id) }}>
          {target.name || (target.username ? `@${target.username}` : `№ ${target.contact_id}`)}
        </Link>
      ),
    },
    {
      key: 'status',
      title: t.status,
      width: '150px',
      render: (target) => (
        <Badge variant="default" size="sm" tt="none">
          {t.targetIs[target.status]}
        </Badge>
      ),
    },
    {
      key: 'why',
      title: t.why,
      width: 'minmax(200px, 4fr)',
      render: (target) => (
        <Text size="sm" component="span" title={target.why}>
          {target.why}
        </Text>
      ),
    },
    {
      key: 'stage',
      title: t.stage,
      width: '110px',
      render: (target) => (
        <span>
          {target.stage || '—'}{' '}
          {target.has_replied && (
            <Text span size="xs" c="dimmed">
              {t.hasReplied}
            </Text>
          )}
        </span>
      ),
    },
    {
      key: 'dialog',
      title: t.dialog,
      width: '80px',
      render: (target) =>
        target.dialog === null ? (
          '—'
        ) : (
          <Link
            to="/inbox/$number"
            params={{ number: String(target.dialog) }}
            aria-label={t.openDialog(target.dialog)}
          >
            {target.dialog}
          </Link>
        ),
    },
    {
      key: 'account',
      title: t.account,
      width: '90px',
      isWideOnly: true,
      render: (target) => target.account_id ?? '—',
    },
    {
      key: 'changed',
      title: t.changed,
      width: '130px',
      isWideOnly: true,
      render: (target) => <When at={target.changed_at} />,
    },
  ];
}
