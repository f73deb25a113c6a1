import { basename, extname } from 'node:path';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { addDocument } from './knowledge.ts';
import { readDocument } from './read-document.ts';
import type { KnowledgeDocument } from './tables.ts';
import { texts } from './texts.ts';

const LIMIT_MB = 4;

/**
 * Takes one file of a form into the knowledge; the field `title` names it, else its file name.
 * @throws AppError as `readDocument` and `addDocument`; body_too_large
 */
export async function uploadDocument(
  app: App,
  caller: Caller,
  request: FastifyRequest,
): Promise<KnowledgeDocument> {
  if (!request.isMultipart()) throw new AppError('invalid_request', texts.fileNeeded);
  const { title, files } = await readForm(request);
  const [file] = files;
  if (!file || files.length > 1) throw new AppError('invalid_request', texts.fileNeeded);
  if (file.bytes === undefined) throw new AppError('body_too_large', texts.fileTooLarge(LIMIT_MB));
  const { kind, text } = readDocument(file.name, file.bytes);
  const named = title || basename(file.name, extname(file.name)) || file.name;
  return addDocument(app, caller, { title: named.replaceAll('\0', ''), kind, text });
}

/** Reads the form to its end, whatever is wrong with it: what is left unread blocks the connection. */
async function readForm(request: FastifyRequest) {
  let title = '';
  const files: { name: string; bytes: Buffer | undefined }[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const room = files.length === 0 ? LIMIT_MB * 1024 * 1024 : 0;
      files.push({ name: basename(part.filename ?? ''), bytes: await readBytes(part, room) });
    } else if (part.fieldname === 'title') title = String(part.value).trim();
  }
  return { title, files };
}

/** @returns undefined when there is too much */
async function readBytes(part: MultipartFile, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= most ? Buffer.concat(chunks) : undefined;
}
