import { AppError } from '../../../base/errors.ts';
import { fieldOfCells, fieldOfHeader, type ImportField } from './column-names.ts';
import { texts } from './texts.ts';

export type Column = { header: string | null; field: ImportField | null; samples: string[] };
export type ColumnPlan = { hasHeader: boolean; columns: Column[] };

export type Mapping = Record<string, string | null>;

const SAMPLES = 3;
const identifying: readonly (ImportField | null)[] = ['telegram_id', 'username', 'phone'];

/**
 * Decides what each column of a file is.
 * @param head the first rows
 * @param mapping by header or number from 1, null: left out; what it doesn't name is guessed from
 *   the headers and, where these say nothing, from the cells
 * @throws AppError invalid_request when the mapping names a column that isn't there, or one field
 *   twice, or when no column tells who a person is
 */
export function planColumns(
  head: readonly string[][],
  mapping?: Mapping,
  givenHeader?: boolean,
): ColumnPlan {
  const hasHeader = givenHeader ?? looksLikeHeader(head[0] ?? []);
  const headers = hasHeader ? (head[0] ?? []) : [];
  const body = hasHeader ? head.slice(1) : head;
  const width = Math.max(0, ...head.map((cells) => cells.length));
  const columns = Array.from({ length: width }, (_, i): Column => {
    const cells = body.map((row) => row[i] ?? '');
    const header = hasHeader ? (headers[i] ?? '').trim() : null;
    return { header, field: null, samples: cells.filter(Boolean).slice(0, SAMPLES) };
  });
  guess(columns, body, follow(mapping ?? {}, columns));
  if (!columns.some((column) => identifying.includes(column.field)))
    throw new AppError('invalid_request', texts.nobodyNamed);
  return { hasHeader, columns };
}

/** A header names some field we know, and no cell of it is a person. */
function looksLikeHeader(first: readonly string[]): boolean {
  if (first.some((cell) => fieldOfCells([cell]) !== undefined)) return false;
  return first.some((cell) => fieldOfHeader(cell) !== undefined) || first.every(isWord);
}

function isWord(cell: string): boolean {
  return /\p{L}/u.test(cell);
}

/** @returns the columns that it names: nothing is guessed of them */
function follow(mapping: Mapping, columns: Column[]): ReadonlySet<Column> {
  const taken = new Set<string>();
  const named = new Set<Column>();
  for (const [name, field] of Object.entries(mapping)) {
    const wanted = name.trim().toLowerCase();
    const byHeader = columns.find((column) => column.header?.toLowerCase() === wanted);
    const column = byHeader ?? (/^\d+$/.test(wanted) ? columns[Number(wanted) - 1] : undefined);
    if (!column) throw new AppError('invalid_request', texts.noColumn(name));
    if (field !== null && taken.has(field))
      throw new AppError('invalid_request', texts.fieldTwice(field));
    if (field !== null) taken.add(field);
    column.field = field as ImportField | null;
    named.add(column);
  }
  return named;
}

function guess(columns: Column[], body: readonly string[][], named: ReadonlySet<Column>): void {
  const taken = new Set(columns.flatMap((column) => column.field ?? []));
  const take = (column: Column, field: ImportField | undefined) => {
    if (named.has(column) || column.field !== null) return;
    if (field === undefined || taken.has(field)) return;
    column.field = field;
    taken.add(field);
  };
  for (const column of columns) if (column.header) take(column, fieldOfHeader(column.header));
  if (columns.some((column) => identifying.includes(column.field))) return;
  // A number may be anything: it is taken for an id only where nothing better is found.
  for (const isLast of [false, true]) {
    for (const [i, column] of columns.entries()) {
      const field = fieldOfCells(body.map((row) => row[i] ?? ''));
      if ((field === 'telegram_id') === isLast) take(column, field);
    }
    if (columns.some((column) => identifying.includes(column.field))) return;
  }
}
