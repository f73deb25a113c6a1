import type { z } from 'zod';
import type { importOptions } from '../../../../contract/contacts.ts';
import { isTimeZone } from '../../../base/days.ts';
import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { enqueueJob } from '../../jobs/enqueue-job.ts';
import { removeJobFile } from '../../jobs/job-files.ts';
import type { Job } from '../../jobs/tables.ts';
import { ensureList } from '../audiences/ensure-list.ts';
import { declareSource } from '../record-consent.ts';
import { findSource } from '../sources.ts';
import { IMPORT_JOB, type ImportArgs } from './import-args.ts';
import { keepTable } from './keep-table.ts';
import { planColumns } from './plan-columns.ts';
import type { TableForm } from './read-form.ts';
import { texts } from './texts.ts';

type ImportOptions = z.output<typeof importOptions>;

/**
 * Takes in a file and queues its import. What is wrong with the file as a whole or with the options
 * is told at once; what is wrong with single rows stands in the job's report.
 * @throws AppError invalid_request, already_exists
 */
export async function startImport(
  app: App,
  caller: Caller,
  { path, name, options }: TableForm<ImportOptions>,
): Promise<Job> {
  const { workspaceId, actor } = caller;
  if (options.time_zone !== undefined && !isTimeZone(options.time_zone))
    throw new AppError('invalid_request', texts.badTimeZone(options.time_zone));
  const { file, delimiter, rows, head } = await keepTable(app, workspaceId, {
    path,
    name,
    options,
  });
  try {
    const { hasHeader, columns } = planColumns(head, options.mapping, options.has_header);
    if (head.slice(hasHeader ? 1 : 0).every((cells) => cells.every((cell) => cell.trim() === '')))
      throw new AppError('invalid_request', texts.empty);
    return await app.database.transaction(async (tx) => {
      const args: ImportArgs = {
        file,
        delimiter,
        hasHeader,
        headers: columns.map((column) => column.header),
        columns: columns.map((column) => column.field),
        rows: Math.max(1, rows - (hasHeader ? 1 : 0)),
        ...(await prepareTerms(app, tx, workspaceId, options)),
        existing: options.existing,
        tags: options.tags,
        language: options.language,
        timeZone: options.time_zone,
        isDry: options.dry_run,
      };
      const title = texts.title(name, options.dry_run);
      return enqueueJob(app, tx, { workspaceId, kind: IMPORT_JOB, title, args, actor });
    });
  } catch (error) {
    await removeJobFile(app, workspaceId, file.key);
    throw error;
  }
}

/** The source and the list of an import, declared now if they are new; a dry run makes none. */
async function prepareTerms(app: App, tx: Db, workspaceId: number, options: ImportOptions) {
  const { name, basis, note = '' } = options.source;
  const known = await findSource(tx, workspaceId, name);
  const declared = basis ?? known?.basis;
  if (!declared) throw new AppError('invalid_request', texts.basisNeeded(name));
  if (options.dry_run) return { sourceId: null, audienceId: null };
  const sourceId = await declareSource(app, tx, workspaceId, name, declared, note);
  const audienceId =
    options.audience === undefined
      ? null
      : await ensureList(app, tx, workspaceId, options.audience);
  return { sourceId, audienceId };
}
