import { Alert, Anchor, Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { JobProgress, JobStatusBadge } from './job-progress.tsx';
import { jobsTexts } from './texts.ts';
import { isUnderWay, type Job, useJob, useJobActions } from './use-jobs.ts';

/** One job: how far it is, what came of it, its files, and what can be done about it. */
export function JobDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useTexts(jobsTexts);
  const common = useTexts(commonTexts);
  const query = useJob(id);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={query.data?.job.title ?? t.job}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Loaded query={query}>{({ job }) => <JobDetails job={job} />}</Loaded>
    </Drawer>
  );
}

function JobDetails({ job }: { job: Job }) {
  const t = useTexts(jobsTexts);
  const may = useMay();
  const { retry, cancel } = useJobActions(job.id);
  const hasRefused = Number(job.progress['refused'] ?? job.result?.['refused'] ?? 0) > 0;
  return (
    <Stack gap="sm">
      <Group>
        <JobStatusBadge status={job.status} />
        {job.attempts > 1 && <Text size="xs">{t.attempts(job.attempts)}</Text>}
      </Group>
      <JobProgress job={job} />
      {job.last_error && (
        <Alert color="red" variant="light" title={t.error}>
          {job.last_error.message}
          {job.next_attempt_at && (
            <Text size="xs" mt={4}>
              {t.nextAttempt}: <When at={job.next_attempt_at} />
            </Text>
          )}
        </Alert>
      )}
      <Facts job={job} />
      {job.file && (
        <Anchor href={`/jobs/${job.id}/file`} download={job.file.name} size="sm">
          <IconDownload size={14} aria-hidden /> {t.file(job.file.name)}
        </Anchor>
      )}
      {hasRefused && (
        <Anchor href={`/jobs/${job.id}/refused`} download size="sm">
          <IconDownload size={14} aria-hidden /> {t.refused}
        </Anchor>
      )}
      {may('jobs.write') && job.status === 'failed' && (
        <Button loading={retry.isPending} onClick={() => retry.mutate()}>
          {t.retry}
        </Button>
      )}
      {may('jobs.write') && isUnderWay(job) && (
        <Stack gap={4}>
          <Button
            color="red"
            variant="light"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t.cancel}
          </Button>
          <Text size="xs" c="dimmed">
            {t.cancelHint}
          </Text>
        </Stack>
      )}
    </Stack>
  );
}

function Facts({ job }: { job: Job }) {
  const t = useTexts(jobsTexts);
  const { language } = useLanguage();
  const { done: _, total: __, ...progress } = job.progress;
  const counts = Object.entries({ ...progress, ...job.result }).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const moments = [
    [t.created, job.created_at],
    [t.since, job.started_at],
    [t.finished, job.finished_at],
  ] as const;
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t.figures}
      </Title>
      <Stack gap={4}>
        {moments.map(([name, at]) => (
          <Fact key={name} name={name}>
            <When at={at} />
          </Fact>
        ))}
        {counts.map(([name, count]) => (
          <Fact key={name} name={t.counts[name] ?? name.replaceAll('_', ' ')}>
            {formatNumber(count, language)}
          </Fact>
        ))}
      </Stack>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </Group>
  );
}
