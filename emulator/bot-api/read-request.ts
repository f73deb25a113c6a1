import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { type Arguments, asArguments, asText, type UploadedFile } from './arguments.ts';
import { BotApiError, badRequest } from './bot-api-error.ts';

/**
 * What a request gives to its method: the query's, the form's or the JSON body's values, and files.
 *
 * @throws BotApiError when the body cannot be read, 413 when a file is too large
 */
export async function readRequest(request: FastifyRequest): Promise<Arguments> {
  const values = asArguments(request.query);
  const files = new Map<string, UploadedFile>();
  if (request.isMultipart()) await readParts(request, values, files);
  else for (const [name, text] of asArguments(request.body)) values.set(name, text);
  return { values, files };
}

async function readParts(
  request: FastifyRequest,
  values: Map<string, string>,
  files: Map<string, UploadedFile>,
): Promise<void> {
  try {
    for await (const part of request.parts()) await readPart(part, values, files);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'FST_REQ_FILE_TOO_LARGE') {
      throw new BotApiError(413, 'Request Entity Too Large');
    }
    throw badRequest("can't parse multipart body");
  }
}

async function readPart(
  part: MultipartFile | MultipartValue,
  values: Map<string, string>,
  files: Map<string, UploadedFile>,
): Promise<void> {
  if (part.type === 'field') {
    const text = asText(part.value);
    if (text !== undefined) values.set(part.fieldname, text);
    return;
  }
  const bytes = await part.toBuffer();
  files.set(part.fieldname, {
    filename: part.filename || 'file',
    mimeType: part.mimetype,
    bytes,
  });
}
