import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { and, eq } from 'drizzle-orm';
import type { MediaType } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import { sanitizeFilename } from '../../base/http/filename.ts';
import type { App } from '../../context.ts';
import { type Media, media } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Where a file to send comes from, as the API names it; `received` is the path of one that came
 * with the request itself.
 */
export type MediaSource =
  | { url: string }
  | { base64: string }
  | { path: string }
  | { received: string };

const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * Fetches a file, makes it what Telegram wants and keeps it. The same file sent again as the same
 * type is made and uploaded once.
 * @throws AppError invalid_media, invalid_path, download_failed
 */
export async function keepMedia(
  app: App,
  workspaceId: number,
  type: MediaType,
  source: MediaSource,
  filename: string | undefined,
): Promise<Media> {
  const workDir = join(app.config.dirs.temp, `media_${randomUUID()}`);
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  try {
    const original = await fetchOriginal(app, type, source, workDir);
    const name = sanitizeFilename(filename ?? original.filename ?? '') ?? type;
    const sourceHash = await hashFile(original.path);
    const known = await findKept(app, workspaceId, type, sourceHash, name);
    if (known) return known;
    const prepared = await app.ports.media.prepare(
      { type, path: original.path, filename: name },
      workDir,
    );
    const row = await insertMedia(app, {
      workspaceId,
      type,
      sourceHash,
      fileName: name,
      mimeType: prepared.mimeType,
      size: prepared.size,
      width: prepared.width ?? null,
      height: prepared.height ?? null,
      durationSeconds: prepared.durationSeconds ?? null,
      waveform: prepared.waveform ?? null,
    });
    await place(app, prepared.path, workDir, row);
    return row;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Where the ready file of a row stands. */
export function mediaPath(
  app: App,
  { workspaceId, id }: Pick<Media, 'workspaceId' | 'id'>,
): string {
  return join(app.config.dirs.data, 'files', 'outgoing', String(workspaceId), String(id));
}

type Original = { path: string; filename: string | undefined };

async function fetchOriginal(
  app: App,
  type: MediaType,
  source: MediaSource,
  workDir: string,
): Promise<Original> {
  const path = join(workDir, 'original');
  if ('path' in source) {
    const found = await insideMedia(app, source.path);
    return { path: found, filename: basename(source.path) };
  }
  if ('received' in source) return { path: source.received, filename: undefined };
  if ('base64' in source) {
    await writeFile(path, decodeBase64(source.base64));
    return { path, filename: undefined };
  }
  const download = await app.ports.files.download(source.url, path, {
    maxBytes: app.ports.media.largestOriginal[type],
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return { path, filename: download.filename };
}

/** @throws AppError invalid_path */
async function insideMedia(app: App, given: string): Promise<string> {
  const root = app.config.dirs.media;
  const wanted = isAbsolute(given) ? given : join(root, given);
  if (given.includes('\0')) throw new AppError('invalid_path', texts.outsideMedia);
  const realRoot = await realpath(root).catch(() => root);
  const isInside = (path: string, base: string) => {
    const way = relative(base, path);
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  };
  const real = await realpath(wanted).catch(() => undefined);
  if (!isInside(real ?? wanted, real ? realRoot : root))
    throw new AppError('invalid_path', texts.outsideMedia);
  const found = real === undefined ? undefined : await stat(real);
  if (!real || !found?.isFile()) throw new AppError('invalid_path', texts.noSuchMedia);
  return real;
}

/** @throws AppError invalid_media */
function decodeBase64(given: string): Buffer {
  const data = given.replace(/^data:[^,]{0,200};base64,/, '').replace(/\s+/g, '');
  const digits = data.replace(/={1,2}$/, '');
  const isWhole = digits === data ? digits.length % 4 !== 1 : data.length % 4 === 0;
  // One expression for all of it would remember each character, and megabytes end its stack.
  if (digits === '' || !isWhole || /[^A-Za-z0-9+/_-]/.test(digits))
    throw new AppError('invalid_media', texts.badBase64);
  return Buffer.from(data, 'base64');
}

function hashFile(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(path)
      .on('error', reject)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest()));
  });
}

async function findKept(
  app: App,
  workspaceId: number,
  type: MediaType,
  sourceHash: Uint8Array,
  fileName: string,
): Promise<Media | undefined> {
  const [row] = await app.db
    .update(media)
    .set({ lastUsedAt: app.clock.now() })
    .where(
      and(
        eq(media.workspaceId, workspaceId),
        eq(media.type, type),
        eq(media.sourceHash, sourceHash),
        eq(media.fileName, fileName),
      ),
    )
    .returning();
  if (!row) return undefined;
  const isThere = await stat(mediaPath(app, row)).catch(() => undefined);
  return isThere && row;
}

type NewMedia = Omit<Media, 'id' | 'createdAt' | 'lastUsedAt'>;

async function insertMedia(app: App, row: NewMedia): Promise<Media> {
  const now = app.clock.now();
  const [kept] = await app.db
    .insert(media)
    .values({ ...row, createdAt: now, lastUsedAt: now })
    .onConflictDoUpdate({
      target: [media.workspaceId, media.type, media.sourceHash, media.fileName],
      set: { lastUsedAt: now },
    })
    .returning();
  if (!kept) throw new Error('the file was not stored');
  return kept;
}

/** Whole or not at all: written beside its place and moved there. */
async function place(app: App, from: string, workDir: string, row: Media): Promise<void> {
  const target = mediaPath(app, row);
  await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
  const beside = `${target}.${randomUUID()}`;
  if (from.startsWith(workDir + sep)) {
    const moved = await rename(from, beside).then(
      () => true,
      () => false,
    );
    if (!moved) await copyFile(from, beside);
  } else {
    await copyFile(from, beside);
  }
  await rename(beside, target);
}
