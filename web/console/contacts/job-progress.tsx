import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { jobView } from '../../../contract/jobs.ts';
import { api, take } from '../../shared/api.ts';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { jobTexts } from './job-texts.ts';

export type Job = z.output<typeof jobView>;

const LOOK_EVERY_MS = 1_000;
const isOver = (job: Job) => job.status !== 'queued' && job.status !== 'running';

/** One piece of long work, looked at until it is over. */
export function useJob(id: number) {
  return useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: () => take(api.GET('/jobs/{id}', { params: { path: { id } } })),
    select: ({ job }) => job,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.job) ? false : LOOK_EVERY_MS),
  });
}

/** How far a piece of work is, a way to end it, and when it is done what came of it. */
export function JobProgress({ id, children }: { id: number; children?: (job: Job) => ReactNode }) {
  const query = useJob(id);
  return (
    <Loaded query={query}>
      {(job) => (
        <Stack gap="sm">
          <Bar job={job} />
          {children?.(job)}
        </Stack>
      )}
    </Loaded>
  );
}

function Bar({ job }: { job: Job }) {
  const t = useTexts(jobTexts);
  const common = useTexts(commonTexts);
  const { language } = useLanguage();
  const may = useMay();
  const cancel = useAction(
    () => take(api.POST('/jobs/{id}/cancel', { params: { path: { id: job.id } }, body: {} })),
    { refreshes: ['jobs'] },
  );
  const { done, total } = job.progress;
  const share = job.status === 'done' ? 100 : total ? Math.min(100, (done / total) * 100) : 0;
  if (job.status === 'failed')
    return (
      <Alert color="red" role="alert">
        <Text size="sm" fw={600}>
          {t.failed}
        </Text>
        <Text size="sm">{job.last_error?.message}</Text>
      </Alert>
    );
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} role="status">
          {t[job.status]}
        </Text>
        <Text size="sm" c="dimmed">
          {total
            ? t.of(formatNumber(done, language), formatNumber(total, language))
            : formatNumber(done, language)}
        </Text>
      </Group>
      <Progress
        value={share}
        color={job.status === 'cancelled' ? 'gray' : job.status === 'done' ? 'teal' : 'blue'}
        animated={job.status === 'running'}
        aria-label={job.title}
      />
      {!isOver(job) && may('jobs.write') && (
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            {common.cancel}
          </Button>
        </Group>
      )}
      {job.last_error && !isOver(job) && (
        <Text size="sm" c="red">
          {job.last_error.message}
        </Text>
      )}
    </Stack>
  );
}
