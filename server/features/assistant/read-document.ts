import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import type { KnowledgeKind } from '../../../contract/assistant.ts';
import { AppError } from '../../base/errors.ts';
import { plainHtml } from './plain-html.ts';
import { texts } from './texts.ts';

const KINDS: Record<string, Exclude<KnowledgeKind, 'text'>> = {
  '.txt': 'txt',
  '.text': 'txt',
  '.md': 'md',
  '.markdown': 'md',
  '.html': 'html',
  '.htm': 'html',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.docx': 'docx',
};

/**
 * The text of a file, by the ending of its name.
 * @throws AppError invalid_request for a kind that can't be read or a file that isn't what it says
 */
export function readDocument(
  name: string,
  bytes: Uint8Array,
): { kind: KnowledgeKind; text: string } {
  const kind = KINDS[extname(name).toLowerCase()];
  if (!kind) throw new AppError('invalid_request', texts.unknownFile(name));
  try {
    return { kind, text: readAs(kind, bytes) };
  } catch (error) {
    throw new AppError('invalid_request', texts.brokenFile(name), { cause: error });
  }
}

function readAs(kind: Exclude<KnowledgeKind, 'text'>, bytes: Uint8Array): string {
  if (kind === 'docx') return readDocx(bytes);
  const text = decode(bytes);
  if (text.includes('\0')) throw new Error('this is no text');
  if (kind === 'html') return plainHtml(text);
  return kind === 'csv' ? readCsv(text) : text;
}

/** UTF-8 and UTF-16 by their marks; what isn't UTF-8 is what old Russian programs wrote. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

/** A row becomes a paragraph that says what each value is: «Размер: M; Цена: 500». */
function readCsv(text: string): string {
  const rows: string[][] = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  const [header = [], ...records] = rows;
  return records
    .map((record) =>
      record
        .map((value, i) => (value && header[i] ? `${header[i]}: ${value}` : value))
        .filter(Boolean)
        .join('; '),
    )
    .filter(Boolean)
    .join('\n\n');
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split('\n', 1);
  const times = (delimiter: string) => line.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (times(one) > times(best) ? one : best));
}

/** An archive that unpacks to more is no document that somebody typed. */
const LARGEST_XML_BYTES = 8 * 1024 * 1024;

/** Paragraphs of Word's document.xml (ECMA-376, part 1, 17.3): the text of its runs. */
function readDocx(bytes: Uint8Array): string {
  const name = 'word/document.xml';
  const files = unzipSync(bytes, {
    filter: (file) => file.name === name && file.originalSize <= LARGEST_XML_BYTES,
  });
  const xml = files[name];
  if (!xml) throw new Error('there is no document.xml of a fitting size');
  const parser = new SaxesParser();
  let text = '';
  let isText = false;
  parser.on('opentag', ({ name: tag }) => {
    if (tag === 'w:t') isText = true;
    if (tag === 'w:tab') text += '\t';
    if (tag === 'w:br') text += '\n';
  });
  parser.on('closetag', ({ name: tag }) => {
    if (tag === 'w:t') isText = false;
    if (tag === 'w:p') text += '\n\n';
  });
  parser.on('text', (part) => {
    if (isText) text += part;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(new TextDecoder().decode(xml)).close();
  return text;
}
