import { Alert, Button, Text } from '@mantine/core';
import { IconDownload, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Failure, Loaded } from '../../shared/states.tsx';
import { When } from '../../shared/when.tsx';
import { type AuditAddress, AuditFilters, isAbout } from './audit-filters.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import { auditTexts } from './texts.ts';
import { type Entry, useActionName, useAudit, useAuditCheck } from './use-audit.ts';

/** Who did what, and whether the record of it is whole. */
export default function AuditPage() {
  const t = useTexts(auditTexts);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as AuditAddress & { entry?: string };
  const { who, what, since, about } = search;
  const filter = {
    ...(who && { actor: who }),
    ...(what && { action: what }),
    ...(about && isAbout(about) && { about }),
    ...(isDay(since) && { since: new Date(`${since}T00:00`).toISOString() }),
  };
  const list = useAudit(filter);
  const check = useAuditCheck();
  const actionName = useActionName();
  const opened = list.rows.find(({ id }) => String(id) === search.entry);
  const change = (part: typeof search | { entry: undefined }) =>
    void navigate({ to: '/audit', search: { ...search, ...part } as never, replace: true });
  const open = (entry: Entry | undefined) =>
    change(entry ? { entry: String(entry.id) } : { entry: undefined });
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const columns: Column<Entry>[] = [
    { key: 'when', title: t.when, width: '150px', render: ({ at }) => <When at={at} /> },
    {
      key: 'who',
      title: t.who,
      width: 'minmax(170px, 1.4fr)',
      render: (entry) => entry.actor_name,
    },
    {
      key: 'what',
      title: t.what,
      width: 'minmax(200px, 2fr)',
      render: ({ action }) => actionName(action),
    },
    {
      key: 'details',
      title: t.details,
      width: 'minmax(180px, 2fr)',
      isWideOnly: true,
      render: ({ details }) => (
        <Text size="xs" c="dimmed" truncate component="span">
          {brief(details)}
        </Text>
      ),
    },
    {
      key: 'from',
      title: t.from,
      width: '130px',
      isWideOnly: true,
      render: ({ address }) => address ?? '—',
    },
  ];
  return (
    <Page
      title={t.title}
      subtitle={t.subtitle}
      actions={
        <>
          <Button
            component="a"
            href={`/audit.csv${queryOf(filter)}`}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t.export}
          </Button>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            loading={check.isFetching}
            onClick={() => void check.refetch()}
          >
            {t.check}
          </Button>
        </>
      }
    >
      <CheckResult check={check} />
      <AuditFilters value={search} onChange={change} />
      <Loaded query={list}>
        {() => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={list.rows}
            keyOf={({ id }) => id}
            onOpen={open}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            onMore={more}
            empty={
              who || what || since || about ? (
                <Empty title={t.emptyFiltered} />
              ) : (
                <Empty title={t.empty}>{t.emptyHint}</Empty>
              )
            }
          />
        )}
      </Loaded>
      {opened && (
        <EntryDrawer
          entry={opened}
          onClose={() => open(undefined)}
          onAbout={(wanted) =>
            change({
              entry: undefined,
              who: undefined,
              what: undefined,
              since: undefined,
              about: wanted,
            })
          }
        />
      )}
    </Page>
  );
}

function queryOf(filter: Record<string, string>): string {
  const query = new URLSearchParams(filter).toString();
  return query && `?${query}`;
}

function CheckResult({ check }: { check: ReturnType<typeof useAuditCheck> }) {
  const t = useTexts(auditTexts);
  if (check.isError) return <Failure error={check.error} onRetry={() => void check.refetch()} />;
  if (!check.data) return null;
  const { is_intact: isIntact, broken_at: brokenAt } = check.data;
  return (
    <Alert
      role="status"
      color={isIntact ? 'teal' : 'red'}
      variant="light"
      icon={isIntact ? <IconShieldCheck aria-hidden /> : <IconShieldX aria-hidden />}
    >
      {isIntact ? t.intact : t.broken(brokenAt ?? 0)}
    </Alert>
  );
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(`${text}T00:00`));
}

/** dialog: 12 · reason: refused */
function brief(details: Record<string, unknown>): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');
}
