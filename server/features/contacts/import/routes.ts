import { importOptions, jobStartedAnswer } from '../../../../contract/contacts.ts';
import { CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import { viewJob } from '../../jobs/view-job.ts';
import { withTableForm } from './read-form.ts';
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
];
