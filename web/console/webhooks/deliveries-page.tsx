import { Button, Group, Select, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { FilterButtons } from '../../shared/filter-buttons.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { DeliveryDrawer, DeliveryStatusBadge } from './delivery-drawer.tsx';
import { webhooksTexts } from './texts.ts';
import { type Delivery, deliveryStatuses, useDeliveries } from './use-deliveries.ts';
import { useEndpoints } from './use-endpoints.ts';
import { useReplayDead } from './use-replay.ts';
import { WebhooksTabs } from './webhooks-tabs.tsx';

const ANY = 'any';
type Search = {
  status?: string | undefined;
  endpoint?: string | undefined;
  delivery?: string | undefined;
};

/** Every post: whether it arrived, and if not, why. */
export default function DeliveriesPage() {
  const t = useTexts(webhooksTexts);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const status = deliveryStatuses.find((one) => one === search.status);
  const endpointId = Number(search.endpoint) || undefined;
  const change = (changes: Search) =>
    void navigate({
      to: '/webhooks/deliveries',
      search: { ...search, ...changes } as never,
      replace: true,
    });
  const endpoints = useEndpoints();
  const list = useDeliveries(status, endpointId);
  const opened = list.rows.find(({ id }) => String(id) === search.delivery);
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const columns: Column<Delivery>[] = [
    { key: 'event', title: t.event, width: 'minmax(160px, 1fr)', render: ({ type }) => type },
    {
      key: 'status',
      title: t.status,
      width: '140px',
      render: (delivery) => <DeliveryStatusBadge status={delivery.status} />,
    },
    { key: 'when', title: t.when, width: '150px', render: (one) => <When at={one.created_at} /> },
    {
      key: 'answer',
      title: t.answer,
      width: '80px',
      render: (one) => one.last_status ?? '—',
    },
    {
      key: 'attempts',
      title: t.attempts,
      width: '80px',
      isWideOnly: true,
      render: ({ attempts }) => attempts,
    },
    {
      key: 'endpoint',
      title: t.endpoint,
      width: 'minmax(160px, 1fr)',
      isWideOnly: true,
      render: ({ url }) => url,
    },
    {
      key: 'error',
      title: t.error,
      width: 'minmax(140px, 1fr)',
      isWideOnly: true,
      render: ({ last_error: error }) =>
        error && (
          <Text size="sm" c="var(--mantine-color-error)" truncate title={error}>
            {error}
          </Text>
        ),
    },
  ];
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={<ReplayDead endpointId={endpointId} />}>
      <WebhooksTabs here="deliveries" />
      <Group gap="sm">
        <FilterButtons
          label={t.status}
          value={status ?? ANY}
          options={[
            { value: ANY, label: t.any },
            ...deliveryStatuses.map((one) => ({ value: one, label: t.statusOf[one] })),
          ]}
          onChange={(value) => change({ status: value === ANY ? undefined : value })}
        />
        <Select
          size="xs"
          w={260}
          aria-label={t.endpoint}
          placeholder={t.anyEndpoint}
          data={(endpoints.data ?? []).map(({ id, url }) => ({ value: String(id), label: url }))}
          value={search.endpoint ?? null}
          onChange={(value) => change({ endpoint: value ?? undefined })}
          clearable
          searchable
        />
      </Group>
      <Loaded query={list}>
        {() => (
          <DataTable
            label={t.deliveries}
            columns={columns}
            rows={list.rows}
            keyOf={({ id }) => id}
            onOpen={({ id }) => change({ delivery: String(id) })}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            onMore={more}
            empty={<Empty title={t.noDeliveries}>{t.noDeliveriesHint}</Empty>}
          />
        )}
      </Loaded>
      {opened && (
        <DeliveryDrawer delivery={opened} onClose={() => change({ delivery: undefined })} />
      )}
    </Page>
  );
}

/** All that never arrived goes out again, as far as it is let. */
function ReplayDead({ endpointId }: { endpointId: number | undefined }) {
  const t = useTexts(webhooksTexts);
  const may = useMay();
  const { run, count, stop } = useReplayDead();
  if (!may('webhooks.write')) return null;
  if (run.isPending)
    return (
      <>
        <Text size="sm" role="status">
          {t.replaying(count)}
        </Text>
        <Button variant="default" onClick={stop}>
          {t.stopReplay}
        </Button>
      </>
    );
  return (
    <Button variant="default" onClick={() => run.mutate(endpointId)}>
      {t.replayDead}
    </Button>
  );
}
