import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { z } from 'zod';
import type { fileOptions } from '../../../../contract/contacts.ts';
import { decodeText, type Encoding } from '../../../base/csv/decode-text.ts';
import { type Delimiter, detectDelimiter } from '../../../base/csv/read-csv.ts';
import { AppError } from '../../../base/errors.ts';
import { texts } from './texts.ts';

export type FileOptions = z.output<typeof fileOptions>;

/** A table that somebody sent, whatever it came as, as the text of a CSV. */
export type TableText = {
  format: 'csv' | 'xlsx';
  delimiter: Delimiter;
  text: AsyncGenerator<string>;
  /** Final when the text has been read. */
  encoding(): Encoding | null;
};

const HEAD_CHARACTERS = 64 * 1024;
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Opens a CSV or XLSX file.
 * @throws AppError invalid_request
 */
export async function openTableFile(path: string, options: FileOptions): Promise<TableText> {
  const magic = await readMagic(path);
  if (magic.equals(OLD_EXCEL)) throw new AppError('invalid_request', texts.oldExcel);
  if (magic.equals(ZIP)) {
    const { readXlsxAsCsv } = await import('../../../base/xlsx/read-xlsx.ts');
    return { format: 'xlsx', delimiter: ',', text: readXlsxAsCsv(path), encoding: () => null };
  }
  const { text, encoding } = decodeText(createReadStream(path), options.encoding);
  const { head, all } = await peek(text);
  const delimiter = options.delimiter ?? detectDelimiter(head);
  return { format: 'csv', delimiter, text: all, encoding };
}

async function readMagic(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Looks at the beginning of a text without taking it away. */
async function peek(text: AsyncGenerator<string>) {
  const read: string[] = [];
  let length = 0;
  while (length < HEAD_CHARACTERS) {
    const next = await text.next();
    if (next.done) break;
    read.push(next.value);
    length += next.value.length;
  }
  async function* all() {
    try {
      yield* read;
      yield* text;
    } finally {
      await text.return(undefined);
    }
  }
  return { head: read.join(''), all: all() };
}
