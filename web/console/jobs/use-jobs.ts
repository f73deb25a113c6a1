import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { jobsAnswer, jobView } from '../../../contract/jobs.ts';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import { jobsTexts } from './texts.ts';

export type Job = z.output<typeof jobView>;
/** The order in which a job goes through them. */
export const jobStatuses = [
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
] as const satisfies readonly Job['status'][];
export type JobStatus = (typeof jobStatuses)[number];
type JobsPage = z.output<typeof jobsAnswer>;

const rowsOf = ({ jobs }: JobsPage) => jobs;
const POLL_MS = 2_000;

export function isUnderWay({ status }: Job): boolean {
  return status === 'queued' || status === 'running';
}

export function useJobs(status: JobStatus | undefined) {
  return usePages<JobsPage, Job>(
    ['jobs', 'list', status],
    (after, signal) => {
      const query = { ...(status && { status }), ...(after && { after }) };
      return take(api.GET('/jobs', { params: { query }, signal })) as Promise<JobsPage>;
    },
    rowsOf,
  );
}

/** One job; looked at again and again while it runs, whatever the live stream tells. */
export function useJob(id: number) {
  return useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) =>
      take(api.GET('/jobs/{id}', { params: { path: { id } }, signal })) as Promise<{ job: Job }>,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.job) ? POLL_MS : false),
  });
}

export function useJobActions(id: number) {
  const t = useTexts(jobsTexts);
  const at = { path: { id } };
  const retry = useAction(() => take(api.POST('/jobs/{id}/retry', { params: at, body: {} })), {
    refreshes: ['jobs'],
    onDone: () => notifyDone(t.retried),
  });
  const cancel = useAction(() => take(api.POST('/jobs/{id}/cancel', { params: at, body: {} })), {
    refreshes: ['jobs'],
    onDone: () => notifyDone(t.cancelled),
  });
  return { retry, cancel };
}
