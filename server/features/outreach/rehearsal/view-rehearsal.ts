import type { z } from 'zod';
import type { rehearsalReport, rehearsalView } from '../../../../contract/rehearsals.ts';
import type { Language, Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { readJobFile } from '../../jobs/job-files.ts';
import type { Job } from '../../jobs/tables.ts';
import { fileOf } from '../../jobs/view-job.ts';
import { targetReasons } from '../campaigns/texts.ts';
import { findProblems } from './find-problems.ts';
import type { RehearsalRecord } from './protocol.ts';
import { rehearsalArgs } from './run-rehearsal.ts';
import { endingTexts, handOverTexts, problemTexts } from './texts.ts';
import type { Written } from './write-order.ts';

const DAY_MS = 86_400_000;

type Kept = Pick<Written, 'audience' | 'sample' | 'leftOut' | 'accountsLeftOut'> & {
  record: RehearsalRecord;
};

/** A rehearsal as lists of the API show it. */
export function viewRehearsal(job: Job, language: Language): z.output<typeof rehearsalView> {
  const { done = 0, total = null, simulated_at: simulatedAt } = job.progress;
  return {
    id: job.id,
    campaign: rehearsalArgs.parse(job.args).campaign,
    status: job.status,
    progress: { done, total },
    simulated_at: simulatedAt === undefined ? null : new Date(simulatedAt).toISOString(),
    error: job.lastError?.[language] ?? null,
    created_at: job.createdAt.toISOString(),
    finished_at: job.finishedAt?.toISOString() ?? null,
  };
}

/** What a rehearsal found out; null while it isn't done. */
export async function readReport(
  app: App,
  job: Job,
  language: Language,
): Promise<z.output<typeof rehearsalReport> | null> {
  const file = fileOf(job);
  if (!file) return null;
  const parts: Buffer[] = [];
  for await (const part of readJobFile(app, job.workspaceId, file.key)) parts.push(part);
  const kept = JSON.parse(Buffer.concat(parts).toString()) as Kept;
  const { record, audience, sample } = kept;
  const lasted = Date.parse(record.ended_at) - Date.parse(record.began_at);
  const tell = (texts: Record<string, Text>) => (row: { reason: string; count: number }) => ({
    ...row,
    message: texts[row.reason]?.[language] ?? row.reason,
  });
  const ownLeftOut = record.outcomes.flatMap(({ status, reason, count }) =>
    status === 'left_out' && reason !== null ? [{ reason, count }] : [],
  );
  return {
    ...record,
    ending_message: endingTexts[record.ending][language],
    simulated_days: Math.round((lasted / DAY_MS) * 10) / 10,
    people: {
      audience,
      sample,
      written_to: record.days.reduce((sum, day) => sum + day.first, 0),
    },
    accounts_left_out: kept.accountsLeftOut,
    left_out: [...kept.leftOut, ...ownLeftOut].map(tell(targetReasons)),
    handed_over: record.handed_over.map(tell(handOverTexts)),
    failures: record.failures.map(({ reason, count, text }) => ({
      reason,
      count,
      message: text?.[language] ?? reason,
    })),
    problems: findProblems(record).map(({ kind, count }) => ({
      kind,
      count,
      message: problemTexts[kind]?.(count)[language] ?? kind,
    })),
  };
}
