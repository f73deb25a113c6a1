import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../errors.ts';

export const delimiters = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Nobody's row is longer; what is, has a quote that was never closed. In characters. */
const LONGEST_ROW = 1_000_000;
const ROWS_LOOKED_AT = 20;

/**
 * Reads the rows of a CSV text one by one; memory holds what is being read. Rows may differ in
 * length, and a quote inside an unquoted cell is just a character.
 * @throws AppError invalid_request when it can't be read as CSV, with the row
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
  });
  const source = Readable.from(text, { objectMode: false, encoding: 'utf8' });
  // Its failure is the parser's too, and is met below.
  const piped = pipeline(source, parser).catch(() => undefined);
  try {
    yield* parser as AsyncIterable<string[]>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = parser.info.records;
    throw new AppError(
      'invalid_request',
      {
        ru: `Строку ${row + 1} файла не удалось прочитать: похоже, в ней или после неё не закрыта кавычка.`,
        en: `Row ${row + 1} of the file cannot be read: it seems that a quote in it or after it is not closed.`,
      },
      { cause: error },
    );
  } finally {
    source.destroy();
    await piped;
  }
}

/** The delimiter that divides the first rows most evenly; a comma when none does. */
export function detectDelimiter(head: string): Delimiter {
  const rows = head
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((row) => row.trim() !== '')
    .slice(0, ROWS_LOOKED_AT);
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = rows.map((row) => row.split(delimiter).length - 1);
    const usual = counts[0] ?? 0;
    const score = usual * counts.filter((count) => count === usual).length;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}
