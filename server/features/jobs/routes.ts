import { Readable } from 'node:stream';
import { z } from 'zod';
import { jobAnswer, jobParams, jobsAnswer, jobsQuery } from '../../../contract/jobs.ts';
import { AppError } from '../../base/errors.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { cancelJob, retryJob } from './change-job.ts';
import { findJob, listJobs } from './find-jobs.ts';
import { readJobFile } from './job-files.ts';
import { texts } from './texts.ts';
import { fileOf, viewJob } from './view-job.ts';

const tag = 'Jobs';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/jobs',
    permission: 'jobs.read',
    summary: 'Long work: what runs, since when, how far it is, newest first',
    tag,
    query: jobsQuery,
    answers: { 200: jobsAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const found = await listJobs(app, caller.workspaceId, query, page);
      return {
        success: true,
        jobs: found.map((job) => viewJob(job, caller.language)),
        next: nextCursor(found, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/jobs/:id',
    permission: 'jobs.read',
    summary: 'One job',
    tag,
    params: jobParams,
    answers: { 200: jobAnswer },
    handle: async ({ app, caller, params }) => {
      const job = await findJob(app.db, caller.workspaceId, params.id);
      return { success: true, job: viewJob(job, caller.language) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/jobs/:id/retry',
    permission: 'jobs.write',
    summary: 'Try a failed job again, from where it stood',
    tag,
    params: jobParams,
    body: z.unknown(),
    answers: { 200: jobAnswer },
    handle: async ({ app, caller, params }) => {
      const job = await retryJob(app, caller, params.id);
      return { success: true, job: viewJob(job, caller.language) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/jobs/:id/cancel',
    permission: 'jobs.write',
    summary: 'End a job; what it has done so far stays',
    tag,
    params: jobParams,
    body: z.unknown(),
    answers: { 200: jobAnswer },
    handle: async ({ app, caller, params }) => {
      const job = await cancelJob(app, caller, params.id);
      return { success: true, job: viewJob(job, caller.language) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/jobs/:id/file',
    permission: 'jobs.read',
    summary: 'The file that a job made, as bytes',
    tag,
    params: jobParams,
    answers: { 200: z.any().describe('The bytes of the file') },
    handle: async ({ app, caller, params }) => {
      const file = fileOf(await findJob(app.db, caller.workspaceId, params.id));
      if (!file) throw new AppError('not_found', texts.noFile);
      return new CustomAnswer({
        headers: {
          'content-type': file.type,
          'content-length': String(file.size),
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
          'x-content-type-options': 'nosniff',
        },
        body: Readable.from(readJobFile(app, caller.workspaceId, file.key)),
      });
    },
  }),
];
