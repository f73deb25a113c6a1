import type { Delimiter } from '../../../base/csv/read-csv.ts';
import type { JobArgs, JobFile } from '../../jobs/job-files.ts';
import type { ImportField } from './column-names.ts';

export const IMPORT_JOB = 'contacts.import';

/** What an import is told to do. */
export type ImportArgs = JobArgs & {
  /** The table as CSV in UTF-8. */
  file: JobFile;
  delimiter: Delimiter;
  hasHeader: boolean;
  headers: (string | null)[];
  columns: (ImportField | null)[];
  /** About how many there are. */
  rows: number;
  sourceId: number | null;
  audienceId: number | null;
  existing: 'update' | 'keep';
  tags: string[];
  language?: string | undefined;
  timeZone?: string | undefined;
  isDry: boolean;
};
