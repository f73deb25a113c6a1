import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../../../base/errors.ts';
import { sanitizeFilename } from '../../../base/http/filename.ts';
import type { App } from '../../../context.ts';
import { texts } from './texts.ts';

const LIMIT_BYTES = 512 * 1024 * 1024;

export type TableForm<O> = { path: string; name: string; options: O };

/**
 * Takes the file of a form and its options, for as long as `work` runs.
 * @throws AppError invalid_request, body_too_large
 */
export async function withTableForm<S extends z.ZodType, T>(
  app: App,
  request: FastifyRequest,
  schema: S,
  work: (form: TableForm<z.output<S>>) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw new AppError('invalid_request', texts.multipartNeeded);
  const folder = join(app.config.dirs.temp, `table_${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'table');
  try {
    let name: string | undefined;
    let options = '{}';
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.fieldname === 'options') options = String(part.value);
        continue;
      }
      if (name !== undefined) throw new AppError('invalid_request', texts.oneFile);
      name = sanitizeFilename(part.filename ?? '') ?? 'table.csv';
      await save(part.file, path);
    }
    if (name === undefined) throw new AppError('invalid_request', texts.noFile);
    return await work({ path, name, options: readOptions(schema, options) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function save(from: Readable, path: string): Promise<void> {
  let size = 0;
  await pipeline(
    from,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > LIMIT_BYTES) throw new AppError('body_too_large', texts.tooLarge);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
}

function readOptions<S extends z.ZodType>(schema: S, given: string): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(given === '' ? '{}' : given);
  } catch (cause) {
    throw new AppError('invalid_request', badOptions(texts.badJson.ru, texts.badJson.en), {
      cause,
    });
  }
  if (given.includes('\\u0000') || !given.isWellFormed())
    throw new AppError('invalid_request', texts.unstorable);
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const where = read.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ');
  throw new AppError('invalid_request', badOptions(where, where));
}

function badOptions(ru: string, en: string) {
  return { ru: texts.badOptions(ru).ru, en: texts.badOptions(en).en };
}
