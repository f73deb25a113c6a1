import type { z } from 'zod';
import type {
  fileOptions,
  importField,
  importFields,
  importOptions,
  previewAnswer,
} from '../../../../contract/contacts.ts';
import { type UploadOptions, upload } from '../../../shared/api.ts';
import type { Job } from '../job-progress.tsx';

export type Preview = z.output<typeof previewAnswer>;
export type PreviewColumn = Preview['columns'][number];
export type FileOptions = z.input<typeof fileOptions>;
export type ImportOptions = z.input<typeof importOptions>;
export type Field = z.output<typeof importField>;
export type PlainField = (typeof importFields)[number];

/** What the file would be taken for; nothing is kept on the server. */
export function previewFile(file: File, options: FileOptions): Promise<Preview> {
  return upload<Preview>('/contacts/import/preview', formOf(file, options));
}

/** Sends the file and starts the job that brings it in, or tries it. */
export async function startImport(
  file: File,
  options: ImportOptions,
  sending: UploadOptions,
): Promise<Job> {
  const { job } = await upload<{ job: Job }>('/contacts/import', formOf(file, options), sending);
  return job;
}

export function formOf(file: File, options: object): FormData {
  const form = new FormData();
  // The server reads the form as it arrives: what the file is to be taken for comes first.
  form.append('options', JSON.stringify(options));
  form.append('file', file);
  return form;
}

const identifying: readonly string[] = ['telegram_id', 'username', 'phone'];

/** Whether some column tells who the person is. */
export function isIdentified(columns: readonly PreviewColumn[]): boolean {
  return columns.some(({ field }) => field !== null && identifying.includes(field));
}

/** The whole mapping as it is shown, with one column changed; columns go by number. */
export function mappingWith(
  columns: readonly PreviewColumn[],
  number: number,
  field: string | null,
): NonNullable<FileOptions['mapping']> {
  const mapping: Record<string, Field | null> = {};
  for (const column of columns) {
    const isChanged = column.number === number;
    // A field stands in one column: the one that had it before is left out.
    const isTaken = !isChanged && column.field === field;
    const chosen = isChanged ? field : isTaken ? null : column.field;
    mapping[String(column.number)] = chosen as Field | null;
  }
  return mapping;
}
