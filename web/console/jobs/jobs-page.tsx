import { Button, Text } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { FilterButtons } from '../../shared/filter-buttons.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { When } from '../../shared/when.tsx';
import { JobDrawer } from './job-drawer.tsx';
import { JobProgress, JobStatusBadge } from './job-progress.tsx';
import { jobsTexts } from './texts.ts';
import { type Job, jobStatuses, useJobs } from './use-jobs.ts';

const ANY = 'any';

/** What runs, what has ended, and how. */
export default function JobsPage() {
  const t = useTexts(jobsTexts);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { status?: string; job?: string };
  const status = jobStatuses.find((one) => one === search.status);
  const opened = Number(search.job) || undefined;
  const change = (changes: { status?: string | undefined; job?: string | undefined }) =>
    void navigate({ to: '/jobs', search: { ...search, ...changes }, replace: true });
  const list = useJobs(status);
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  const columns: Column<Job>[] = [
    { key: 'job', title: t.job, width: 'minmax(180px, 2fr)', render: ({ title }) => title },
    {
      key: 'status',
      title: t.status,
      width: '120px',
      render: (job) => <JobStatusBadge status={job.status} />,
    },
    {
      key: 'progress',
      title: t.progress,
      width: 'minmax(130px, 1fr)',
      render: (job) => <JobProgress job={job} />,
    },
    {
      key: 'since',
      title: t.since,
      width: '150px',
      render: (job) => <When at={job.started_at ?? job.created_at} />,
    },
    {
      key: 'error',
      title: t.error,
      width: 'minmax(160px, 2fr)',
      isWideOnly: true,
      render: ({ last_error: error }) =>
        error && (
          <Text size="sm" c="var(--mantine-color-error)" truncate title={error.message}>
            {error.message}
          </Text>
        ),
    },
  ];

  return (
    <Page title={t.title} subtitle={t.subtitle}>
      <FilterButtons
        label={t.status}
        value={status ?? ANY}
        options={[
          { value: ANY, label: t.any },
          ...jobStatuses.map((one) => ({ value: one, label: t.statusOf[one] })),
        ]}
        onChange={(value) => change({ status: value === ANY ? undefined : value })}
      />
      <Loaded query={list}>
        {() => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={list.rows}
            keyOf={({ id }) => id}
            onOpen={({ id }) => change({ job: String(id) })}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            onMore={more}
            empty={
              status ? (
                <Empty
                  title={t.emptyFiltered}
                  action={
                    <Button variant="light" onClick={() => change({ status: undefined })}>
                      {t.showAll}
                    </Button>
                  }
                />
              ) : (
                <Empty
                  title={t.empty}
                  action={
                    <Button component={Link} to="/contacts/import" variant="light">
                      {t.toImport}
                    </Button>
                  }
                >
                  {t.emptyHint}
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      {opened !== undefined && <JobDrawer id={opened} onClose={() => change({ job: undefined })} />}
    </Page>
  );
}
