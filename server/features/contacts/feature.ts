import type { Feature } from '../../feature.ts';
import { IMPORT_JOB } from './import/import-args.ts';
import { importContacts } from './import/import-contacts.ts';
import { importRoutes } from './import/routes.ts';
import { routes } from './routes.ts';

export const contacts: Feature = {
  name: 'contacts',
  routes: [...routes, ...importRoutes],
  jobs: { [IMPORT_JOB]: importContacts },
};
