import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  contactParams,
  importOptions,
  jobStartedAnswer,
  previewAnswer,
  previewOptions,
} from '../../../../contract/contacts.ts';
import { CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import { viewJob } from '../../jobs/view-job.ts';
import { previewImport } from './preview-import.ts';
import { withTableForm } from './read-form.ts';
import { readRefusedRows } from './refused-rows.ts';
import { startImport } from './start-import.ts';

const tag = 'Contacts';
const form = (options: string) => ({
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'CSV or XLSX' },
    options: { type: 'string', description: options },
  },
});

export const importRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/contacts/import',
    permission: 'contacts.write',
    summary: 'Bring in people from a CSV or XLSX file; a job does it',
    tag,
    multipart: form(
      'JSON: source {name, basis, note}, mapping, has_header, delimiter, encoding, tags, audience, language, time_zone, existing, dry_run',
    ),
    answers: { 202: jobStartedAnswer },
    handle: async ({ app, caller, request }) => {
      const job = await withTableForm(app, request, importOptions, (given) =>
        startImport(app, caller, given),
      );
      return new CustomAnswer({
        status: 202,
        body: { success: true, job: viewJob(job, caller.language) },
      });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/contacts/import/preview',
    permission: 'contacts.write',
    summary: 'How a file would be read, and what its first rows would become',
    tag,
    multipart: form('JSON: mapping, has_header, delimiter, encoding'),
    answers: { 200: previewAnswer },
    handle: ({ app, caller, request }) =>
      withTableForm(app, request, previewOptions, async (given) => ({
        success: true,
        ...(await previewImport(app, caller.workspaceId, caller.language, given)),
      })),
  }),
  defineRoute({
    method: 'GET',
    path: '/jobs/:id/refused',
    permission: 'jobs.read',
    summary: 'The rows of an import that were refused, with the reasons, as CSV',
    tag,
    params: contactParams,
    answers: { 200: z.any().describe('CSV in UTF-8') },
    handle: async ({ app, caller, params }) => {
      const { workspaceId, language } = caller;
      const rows = await readRefusedRows(app, workspaceId, params.id, language);
      return new CustomAnswer({
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="refused-${params.id}.csv"`,
          'x-content-type-options': 'nosniff',
        },
        body: Readable.from(rows, { objectMode: false }),
      });
    },
  }),
];
