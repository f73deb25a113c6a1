import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sessionKinds } from '../../../contract/accounts.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type ImportOutcome, type ImportSource, importAccounts } from './import-accounts.ts';
import { texts } from './texts.ts';

/** All files of one upload together; a tdata folder without its caches is far smaller. */
const LIMIT_BYTES = 512 * 1024 * 1024;

const formFields = z.object({
  type: z.enum(sessionKinds).optional(),
  notes: z.string().max(2_000).default(''),
  passcode: z.string().max(200).optional(),
  session_string: z.string().max(10_000).optional(),
});

/**
 * Takes in what a form brought: a file (zip, .session, text), the files of a tdata folder with
 * their paths, or a session string in a field.
 * @throws AppError as `importAccounts`; invalid_request, body_too_large
 */
export async function uploadAccount(
  app: App,
  caller: Caller,
  request: FastifyRequest,
): Promise<ImportOutcome> {
  const folder = join(app.config.dirs.temp, `upload_${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const { fields, files } = await readForm(request, folder);
    const by = { workspaceId: caller.workspaceId, actor: caller.actor, notes: fields.notes };
    return await importAccounts(app, by, sourceOf(fields, files, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What of the form holds the accounts; a form that could mean two things is refused. */
function sourceOf(
  { type: kind, passcode, session_string: text }: z.output<typeof formFields>,
  files: readonly string[],
  folder: string,
): ImportSource {
  const [first] = files;
  if (text?.trim()) {
    if (first) throw new AppError('invalid_request', texts.fileAndString);
    return { text, kind, passcode };
  }
  if (!first) throw new AppError('invalid_request', texts.nothingGiven);
  const isZip = files.some((name) => /\.zip$/i.test(name));
  if (isZip && files.length > 1) throw new AppError('invalid_request', texts.oneArchive);
  const isFolder = files.length > 1 || kind === 'tdata_folder' || first.includes(sep);
  if (isFolder && !isZip) return { path: folder, passcode, kind };
  // a folder that came zipped is read as the zip it is
  return { path: join(folder, first), passcode, kind: isFolder && isZip ? 'tdata_zip' : kind };
}

async function readForm(request: FastifyRequest, folder: string) {
  if (!request.isMultipart()) throw new AppError('invalid_request', texts.multipartNeeded);
  const given: Record<string, string> = {};
  const files: string[] = [];
  let left = LIMIT_BYTES;
  for await (const part of request.parts({ preservePath: true })) {
    if (part.type === 'field') {
      given[part.fieldname] = String(part.value);
      continue;
    }
    const name = safeName(part.filename);
    left -= await saveFile(part, join(folder, name), left);
    files.push(name);
  }
  const read = formFields.safeParse(emptyAsMissing(given));
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? '';
    throw new AppError('invalid_request', texts.badField(field));
  }
  return { fields: read.data, files };
}

/** The file's path inside the upload. @throws AppError invalid_path when it leads out of it */
function safeName(filename: string | undefined): string {
  const name = normalize((filename ?? '').replaceAll('\\', '/')).replace(/^\/+/, '');
  const isUnsafe =
    name === '' || name === '.' || name.split('/').includes('..') || name.includes('\0');
  if (isUnsafe) throw new AppError('invalid_path', texts.badFileName);
  return name;
}

async function saveFile(part: MultipartFile, path: string, limit: number): Promise<number> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await writePart(part, path, limit);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(code)) throw error;
    throw new AppError('invalid_request', texts.namesClash, { cause: error });
  }
}

async function writePart(part: MultipartFile, path: string, limit: number): Promise<number> {
  let size = 0;
  await pipeline(
    part.file,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > limit) throw new AppError('body_too_large', texts.uploadTooLarge);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  );
  return size;
}

function emptyAsMissing(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
