import { progressBar } from '../../../base/progress-bar.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { App } from '../../../context.ts';
import type { BotReply, BotTurn, Caller } from '../../../feature.ts';
import { cancelJob } from '../../jobs/change-job.ts';
import { findJob } from '../../jobs/find-jobs.ts';
import type { Job } from '../../jobs/tables.ts';
import { viewJob } from '../../jobs/view-job.ts';
import { readSettings } from '../../workspace/settings.ts';
import { AUDIENCES, idOf } from './audiences.ts';
import { countTexts, jobStatusTexts, botTexts as texts } from './bot-texts.ts';

/** How far a job is: a message with a button that looks again, and one that ends it. */
export async function showJob({ app, caller, words }: BotTurn): Promise<BotReply> {
  return jobReply(app, caller, await findJob(app.db, caller.workspaceId, idOf(words)));
}

/** The same message, kept up to date until the job has ended. */
export async function showJobAgain(app: App, caller: Caller, words: string) {
  const job = await findJob(app.db, caller.workspaceId, idOf(words));
  const reply = await jobReply(app, caller, job);
  return { ...reply, isOver: reply.board === undefined };
}

export async function stopJob({ app, caller, words }: BotTurn): Promise<BotReply> {
  return jobReply(app, caller, await cancelJob(app, caller, idOf(words)));
}

/** A job as a message that is kept up to date; its button does that at once. */
export async function jobReply(
  app: App,
  { workspaceId, language }: Caller,
  job: Job,
): Promise<BotReply> {
  const view = viewJob(job, language);
  const { done, total, ...counts } = view.progress;
  const told: Record<string, unknown> = { ...counts, ...view.result };
  const status = jobStatusTexts[view.status]?.[language] ?? view.status;
  const isOver = !['queued', 'running'].includes(view.status);
  const far =
    view.status === 'done' || total === null ? `${done}` : texts.far(done, total)[language];
  const lines = [`<b>${escapeHtml(view.title)}</b>`, `${status} · ${far}`];
  if (!isOver && total !== null) lines.push(progressBar(done, total));
  for (const [name, text] of countTexts)
    if (Number(told[name]) > 0) lines.push(`${text[language]}: ${Number(told[name])}`);
  const over = Number(told['over_limit'] ?? 0);
  if (over > 0) lines.push(texts.isFull(over)[language]);
  if (view.last_error && view.status === 'failed')
    lines.push(texts.failed(escapeHtml(view.last_error.message))[language]);
  if (view.last_error && view.next_attempt_at) {
    const { timeZone } = await readSettings(app, workspaceId);
    const clock = new Intl.DateTimeFormat(language, { timeZone, timeStyle: 'short' });
    const at = clock.format(new Date(view.next_attempt_at));
    lines.push(texts.waits(escapeHtml(view.last_error.message), at)[language]);
  }
  const audienceId = (job.args as { audienceId?: unknown }).audienceId;
  return {
    html: lines.join('\n'),
    buttons: isOver
      ? [
          ...(typeof audienceId === 'number'
            ? [[{ text: texts.open[language], data: `audience:${audienceId}` }]]
            : []),
        ]
      : [
          [
            { text: texts.refresh[language], data: `job:${job.id}` },
            { text: texts.cancel[language], data: `job_cancel:${job.id}` },
          ],
        ],
    back: AUDIENCES,
    ...(!isOver && { board: `job:${job.id}` }),
  };
}
