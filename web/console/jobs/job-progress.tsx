import { Badge, Progress, Stack, Text } from '@mantine/core';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { jobsTexts } from './texts.ts';
import type { Job } from './use-jobs.ts';

const colors = {
  queued: 'gray',
  running: 'blue',
  done: 'teal',
  failed: 'red',
  cancelled: 'gray',
} as const;

export function JobStatusBadge({ status }: Pick<Job, 'status'>) {
  const t = useTexts(jobsTexts);
  return (
    <Badge variant="light" color={colors[status]} tt="none">
      {t.statusOf[status]}
    </Badge>
  );
}

/** How far a job is; the bar while it runs. */
export function JobProgress({ job }: { job: Job }) {
  const t = useTexts(jobsTexts);
  const { language } = useLanguage();
  const { done, total } = job.progress;
  const said =
    total === null
      ? formatNumber(done, language)
      : t.of(formatNumber(done, language), formatNumber(total, language));
  return (
    <Stack gap={2}>
      <Text size="xs">{said}</Text>
      {job.status === 'running' && (
        <Progress
          size="sm"
          aria-label={`${t.progress}: ${said}`}
          value={total ? (100 * done) / total : 100}
          animated={total === null}
        />
      )}
    </Stack>
  );
}
