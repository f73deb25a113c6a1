import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { MediaType } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { keepMedia } from './keep-media.ts';
import type { Media } from './tables.ts';
import { texts } from './texts.ts';

const MB = 1024 * 1024;

/**
 * Takes the one file of a form and makes it ready to be sent.
 * @throws AppError invalid_request, body_too_large, invalid_media
 */
export async function receiveMedia(
  app: App,
  workspaceId: number,
  type: MediaType,
  request: FastifyRequest,
): Promise<Media> {
  if (!request.isMultipart()) throw new AppError('invalid_request', texts.oneFileNeeded);
  const folder = join(app.config.dirs.temp, `upload_${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const received = join(folder, 'file');
  try {
    let name: string | undefined;
    for await (const part of request.parts()) {
      if (part.type === 'field') continue;
      if (name !== undefined) throw new AppError('invalid_request', texts.oneFileNeeded);
      name = part.filename ?? '';
      await save(part.file, received, app.ports.media.largestOriginal[type]);
    }
    if (name === undefined) throw new AppError('invalid_request', texts.oneFileNeeded);
    return await keepMedia(app, workspaceId, type, { received }, name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws AppError body_too_large */
async function save(from: Readable, path: string, mostBytes: number): Promise<void> {
  let size = 0;
  await pipeline(
    from,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > mostBytes)
          throw new AppError('body_too_large', texts.uploadTooLarge(Math.floor(mostBytes / MB)));
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
}
