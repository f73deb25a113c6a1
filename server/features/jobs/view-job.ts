import type { Language } from '../../base/text.ts';
import type { JobFile } from './job-files.ts';
import type { Job } from './tables.ts';

/** The file that a job left, if any. */
export function fileOf(job: Job): JobFile | undefined {
  return job.result?.['file'] as JobFile | undefined;
}

/** A job as the API shows it. */
export function viewJob(job: Job, language: Language) {
  const file = fileOf(job);
  const { file: _, ...result } = job.result ?? {};
  const { done = 0, total = null, ...counts } = job.progress;
  const isWaiting = job.status === 'queued' && job.lastError !== null;
  return {
    id: job.id,
    kind: job.kind,
    title: job.title[language],
    status: job.status,
    progress: { ...counts, done, total },
    attempts: job.attempts,
    last_error: job.lastError && { error: job.lastError.code, message: job.lastError[language] },
    next_attempt_at: isWaiting ? job.dueAt.toISOString() : null,
    result: job.result && result,
    file: file ? { name: file.name, size: file.size } : null,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
  };
}
