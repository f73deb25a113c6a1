import { type Delimiter, readCsv } from '../../../base/csv/read-csv.ts';
import type { App } from '../../../context.ts';
import { type JobFile, keepJobFile, readJobFile, removeJobFile } from '../../jobs/job-files.ts';
import type { TableForm } from './read-form.ts';
import { type FileOptions, openTableFile } from './table-file.ts';

/** Rows that the columns of a table are guessed from. */
const HEAD_ROWS = 51;

export type KeptTable = {
  /** CSV in UTF-8, whatever it came as. */
  file: JobFile;
  delimiter: Delimiter;
  /** About how many rows it has. */
  rows: number;
  head: string[][];
};

/**
 * Keeps a table that somebody sent until a job has read it.
 * @throws AppError invalid_request when it can't be read
 */
export async function keepTable(
  app: App,
  workspaceId: number,
  { path, name, options }: TableForm<FileOptions>,
): Promise<KeptTable> {
  const table = await openTableFile(path, options);
  const { delimiter } = table;
  let rows = 0;
  const file = await keepJobFile(app, workspaceId, { name, type: 'text/csv' }, async (kept) => {
    for await (const text of table.text) {
      await kept.write(text);
      rows += countLines(text);
    }
  });
  try {
    const head = await readHead(keptText(app, workspaceId, file.key), delimiter);
    return { file, delimiter, rows, head };
  } catch (error) {
    await removeJobFile(app, workspaceId, file.key);
    throw error;
  }
}

/** The first rows of a table. */
export async function readHead(
  text: AsyncGenerator<string>,
  delimiter: Delimiter,
): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const cells of readCsv(text, delimiter)) {
    rows.push(cells);
    if (rows.length === HEAD_ROWS) break;
  }
  return rows;
}

/** The text of a kept table from its beginning. */
export async function* keptText(app: App, workspaceId: number, key: string) {
  const decoder = new TextDecoder('utf-8');
  for await (const bytes of readJobFile(app, workspaceId, key))
    yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
