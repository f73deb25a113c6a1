import { safeCsvRow, UTF8_MARK } from '../../base/csv/write-csv.ts';
import type { Language } from '../../base/text.ts';
import { CustomAnswer } from '../../feature.ts';
import { headings } from './texts.ts';

type Cell = string | number | null;

/** Rows of figures as a CSV file, its headings in the caller's language. */
export function tableAnswer(
  name: string,
  columns: readonly string[],
  rows: readonly Record<string, unknown>[],
  language: Language,
): CustomAnswer {
  const lines = [
    safeCsvRow(
      columns.map((column) => headings[column]?.[language] ?? column),
      ',',
    ),
    ...rows.map((row) =>
      safeCsvRow(
        columns.map((column) => cellOf(row[column])),
        ',',
      ),
    ),
  ];
  return new CustomAnswer({
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
    body: UTF8_MARK + lines.join(''),
  });
}

/** Several figures of one cell stand as `FLOOD_WAIT: 3, PEER_FLOOD: 1`. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, number]) => `${name}: ${number}`)
    .join(', ');
}
