import { and, asc, eq, gt } from 'drizzle-orm';
import { safeCsvRow, UTF8_MARK } from '../../../base/csv/write-csv.ts';
import { AppError } from '../../../base/errors.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { findJob } from '../../jobs/find-jobs.ts';
import { importRefusals } from '../tables.ts';
import type { ImportArgs } from './import-args.ts';
import { texts } from './texts.ts';

const PAGE = 1_000;

/**
 * The rows of an import that nobody could be made of, as a CSV for people to mend and send again:
 * the number of each row, what is wrong with it, and its columns as they were.
 * @throws AppError not_found
 */
export async function readRefusedRows(
  app: App,
  workspaceId: number,
  jobId: number,
  language: Language,
): Promise<AsyncGenerator<string>> {
  const job = await findJob(app.db, workspaceId, jobId);
  const { headers = [], delimiter } = job.args as Partial<ImportArgs>;
  if (headers.length === 0) throw new AppError('not_found', texts.notAnImport);
  const separator = delimiter === ';' ? ';' : ',';
  async function* rows() {
    const named = headers.map((header, i) => header ?? String(i + 1));
    const [number, reason] = language === 'ru' ? ['Строка', 'Причина'] : ['Row', 'Reason'];
    yield UTF8_MARK + safeCsvRow([number ?? '', reason ?? '', ...named], separator);
    let after = 0;
    for (;;) {
      const page = await app.db
        .select()
        .from(importRefusals)
        .where(
          and(
            eq(importRefusals.workspaceId, workspaceId),
            eq(importRefusals.jobId, jobId),
            gt(importRefusals.rowNumber, after),
          ),
        )
        .orderBy(asc(importRefusals.rowNumber))
        .limit(PAGE);
      yield page
        .map((row) => safeCsvRow([row.rowNumber, row.reason[language], ...row.cells], separator))
        .join('');
      after = page.at(-1)?.rowNumber ?? after;
      if (page.length < PAGE) return;
    }
  }
  return rows();
}
