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
  let title = '';
  let file: { name: string; bytes: Buffer } | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'title') title = String(part.value).trim();
      continue;
    }
    if (file) throw new AppError('invalid_request', texts.fileNeeded);
    file = { name: basename(part.filename ?? ''), bytes: await readBytes(part) };
  }
  if (!file) throw new AppError('invalid_request', texts.fileNeeded);
  const { kind, text } = readDocument(file.name, file.bytes);
  const named = title || basename(file.name, extname(file.name)) || file.name;
  return addDocument(app, caller, { title: named.replaceAll('\0', ''), kind, text });
}

async function readBytes(part: MultipartFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file) {
    size += chunk.length;
    if (size > LIMIT_MB * 1024 * 1024)
      throw new AppError('body_too_large', texts.fileTooLarge(LIMIT_MB));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
