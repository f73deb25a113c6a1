import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { ErrorCode } from '../../../../contract/errors.ts';
import { AppError } from '../../../base/errors.ts';
import type { Text } from '../../../base/text.ts';
import type { SessionKind } from '../session-source.ts';
import { readHead } from './read-head.ts';
import { isNotFound } from './system-error.ts';
import { texts } from './texts.ts';

/** Signatures at the start of a file (latin1). */
const signatures: readonly [start: string, found: SessionKind | Text][] = [
  ['PK\x03\x04', 'tdata_zip'],
  ['PK\x05\x06', 'tdata_zip'], // a zip without files
  ['SQLite format 3\0', 'session_file'],
  ['TDF$', texts.loneTdataFile],
  ['Rar!', texts.otherArchive],
  ['7z\xbc\xaf', texts.otherArchive],
  ['\x1f\x8b', texts.otherArchive], // gzip
];

const headBytes = 4096;

/**
 * Finds out what an operator gave: by its content. The name only helps to say what is wrong with a
 * content that is nothing known.
 * @param claimed the kind the operator named, if any; one that contradicts the content is refused
 * @throws AppError invalid_path, invalid_tdata, invalid_session
 */
export async function detectSessionKind(path: string, claimed?: SessionKind): Promise<SessionKind> {
  const found = await kindOf(path, claimed);
  const fits = !claimed || claimed === found || isZippedFolder(claimed, found);
  if (!fits) throw new AppError(codeOf(claimed), texts.kindMismatch(claimed, found));
  return found;
}

/** A form can send a folder only as a zip. */
function isZippedFolder(claimed: SessionKind, found: SessionKind): boolean {
  return claimed === 'tdata_folder' && found === 'tdata_zip';
}

async function kindOf(path: string, claimed: SessionKind | undefined): Promise<SessionKind> {
  const named = extname(path).toLowerCase() === '.zip' ? 'tdata_zip' : 'session_file';
  const code = codeOf(claimed ?? named);
  const head = await readStart(path);
  if (head === 'folder') return 'tdata_folder';
  if (!head) throw new AppError(code, texts.unknownFile);
  if (head.length === 0) throw new AppError(code, texts.emptyFile);
  const start = head.toString('latin1');
  const known = signatures.find(([signature]) => start.startsWith(signature))?.[1];
  if (typeof known === 'string') return known;
  if (known) throw new AppError('invalid_tdata', known);
  if (isText(head) && (claimed || named !== 'tdata_zip')) return 'session_string';
  const text = (claimed ?? named) === 'tdata_zip' ? texts.brokenArchive : texts.unknownFile;
  throw new AppError(code, text);
}

/** The error that fits what the operator meant to give. */
function codeOf(meant: SessionKind): ErrorCode {
  return meant === 'tdata_zip' || meant === 'tdata_folder' ? 'invalid_tdata' : 'invalid_session';
}

/** undefined for what is neither a file nor a folder: reading a pipe would wait for ever. */
async function readStart(path: string): Promise<Buffer | 'folder' | undefined> {
  try {
    const given = await stat(path);
    if (given.isDirectory()) return 'folder';
    return given.isFile() ? await readHead(path, headBytes) : undefined;
  } catch (error) {
    if (isNotFound(error)) throw new AppError('invalid_path', texts.notThere);
    throw error;
  }
}

function isText(head: Buffer): boolean {
  // the head may end inside a letter, which is no reason to take a text for something else
  const text = new TextDecoder().decode(head, { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells binary from text
  return !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text);
}
