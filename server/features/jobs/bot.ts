import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTalk, Caller } from '../../feature.ts';
import { statusTexts, botTexts as texts } from './bot-texts.ts';
import { cancelJob } from './change-job.ts';
import { findJob } from './find-jobs.ts';
import type { Job } from './tables.ts';

const BAR = 10;

/** Long work in a bot: a message that shows how far it is, and a button that ends it. */
export const botTalk: BotTalk = {
  commands: [],
  buttons: {
    job: {
      permission: 'jobs.read',
      run: async ({ app, caller, words }) => jobReply(app, caller, readId(words)),
    },
    job_cancel: {
      permission: 'jobs.write',
      run: async ({ app, caller, words }) => {
        await cancelJob(app, caller, readId(words));
        return jobReply(app, caller, readId(words));
      },
    },
  },
  boards: {
    job: {
      permission: 'jobs.read',
      show: async (app, caller, words) => {
        const job = await findJob(app.db, caller.workspaceId, readId(words));
        return { ...show(job, caller), isOver: isOver(job) };
      },
    },
  },
};

/**
 * How far a job is, in a message that is kept up to date until the job has ended.
 * @throws AppError not_found
 */
export async function jobReply(app: App, caller: Caller, id: number): Promise<BotReply> {
  const job = await findJob(app.db, caller.workspaceId, id);
  return { ...show(job, caller), ...(!isOver(job) && { board: `job:${id}` }) };
}

const isOver = ({ status }: Job) => status !== 'queued' && status !== 'running';

function show(job: Job, { language, rights }: Caller): BotReply {
  const { done = 0, total } = job.progress;
  const lines = [
    `<b>${escapeHtml(job.title[language])}</b>`,
    `${statusTexts[job.status][language]} · ${texts.done(done, total)[language]}`,
    ...(total !== undefined && !isOver(job) ? [bar(done, total)] : []),
    ...(job.status === 'failed' && job.lastError ? [escapeHtml(job.lastError[language])] : []),
  ];
  const mayCancel = !isOver(job) && rights?.permissions.includes('jobs.write');
  return {
    html: lines.join('\n'),
    ...(mayCancel && {
      buttons: [[{ text: texts.cancel[language], data: `job_cancel:${job.id}` }]],
    }),
  };
}

/** `▰▰▰▱▱▱▱▱▱▱ 30 %` */
function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.floor(share * BAR);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR - full)} ${Math.floor(share * 100)} %`;
}

/** @throws AppError invalid_request */
function readId(words: string): number {
  if (!/^\d{1,15}$/.test(words)) throw new AppError('invalid_request', texts.numberNeeded);
  return Number(words);
}
