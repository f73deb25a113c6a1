import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { accountKeys } from './account-keys.ts';
import { readHead } from './keep-table.ts';
import { type ColumnPlan, planColumns } from './plan-columns.ts';
import type { TableForm } from './read-form.ts';
import { type ReadRow, rowReader } from './read-row.ts';
import { type FileOptions, openTableFile } from './table-file.ts';

const SHOWN_ROWS = 20;

/**
 * What a file would be taken for, and what its first rows would become; nothing is kept.
 * @throws AppError invalid_request
 */
export async function previewImport(
  app: App,
  workspaceId: number,
  language: Language,
  { path, options }: TableForm<FileOptions>,
) {
  const table = await openTableFile(path, options);
  const head = await readHead(table.text, table.delimiter);
  const { hasHeader, columns } = planColumns(head, options.mapping, options.has_header);
  const accounts = await accountKeys(app.db, workspaceId);
  const read = rowReader(
    columns.map((column) => column.field),
    { tags: [], accounts },
  );
  const first = hasHeader ? 1 : 0;
  return {
    format: table.format,
    encoding: table.encoding(),
    delimiter: table.format === 'csv' ? table.delimiter : null,
    has_header: hasHeader,
    columns: columns.map(viewColumn),
    rows: head.slice(first, first + SHOWN_ROWS).flatMap((cells, i) => {
      const said = read(cells);
      return said === 'empty' ? [] : [viewRow(i + first + 1, said, language)];
    }),
  };
}

function viewColumn({ header, field, samples }: ColumnPlan['columns'][number], i: number) {
  return { number: i + 1, header, field, samples };
}

function viewRow(row: number, said: Exclude<ReadRow, 'empty'>, language: Language) {
  if ('refused' in said) return { row, person: null, error: said.refused[language] };
  const p = said.person;
  const person = {
    telegram_id: p.telegramId,
    username: p.username,
    phone: p.phone,
    first_name: p.firstName,
    last_name: p.lastName,
    priority: p.priority,
    status: p.status,
    tags: p.tags,
    language: p.language,
    time_zone: p.timeZone,
    notes: p.notes,
    custom: p.custom,
  };
  const given = Object.entries(person).filter(([, value]) => value !== undefined);
  return { row, person: Object.fromEntries(given), error: null };
}
