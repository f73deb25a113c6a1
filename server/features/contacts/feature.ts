import type { Feature } from '../../feature.ts';
import { FILL_JOB, fillListJob } from './audiences/change-members.ts';
import { EXPORT_JOB, exportAudienceJob } from './audiences/export-audience.ts';
import { audienceRoutes } from './audiences/routes.ts';
import { IMPORT_JOB } from './import/import-args.ts';
import { importContacts } from './import/import-contacts.ts';
import { importRoutes } from './import/routes.ts';
import { routes } from './routes.ts';

export const contacts: Feature = {
  name: 'contacts',
  routes: [...routes, ...importRoutes, ...audienceRoutes],
  jobs: {
    [IMPORT_JOB]: importContacts,
    [FILL_JOB]: fillListJob,
    [EXPORT_JOB]: exportAudienceJob,
  },
};
