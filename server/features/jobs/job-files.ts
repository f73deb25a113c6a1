import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openSealedWriter, readSealedStream, type SealedWriter } from '../../base/sealed-stream.ts';
import type { App } from '../../context.ts';

/** A file that a job works on or leaves, sealed, since it is full of people. */
export type JobFile = {
  /** What it is called on our disk. */
  key: string;
  /** What it is called for people. */
  name: string;
  type: string;
  /** Bytes, before sealing. */
  size: number;
};

/** What a job is given; `file` is removed when the job has ended well, was cancelled or is old. */
export type JobArgs = { file?: JobFile; [name: string]: unknown };

/**
 * Writes a file for a job, whole or not at all.
 * @param write gets the writer; what it throws removes the file
 */
export async function keepJobFile(
  app: App,
  workspaceId: number,
  { name, type }: { name: string; type: string },
  write: (file: SealedWriter) => Promise<void>,
): Promise<JobFile> {
  const key = randomUUID();
  await mkdir(folderOf(app, workspaceId), { recursive: true, mode: 0o700 });
  const path = pathOf(app, workspaceId, key);
  const file = await openSealedWriter(app.crypto, path);
  try {
    await write(file);
    await file.end();
    return { key, name, type, size: file.size() };
  } catch (error) {
    await file.abandon();
    await rm(path, { force: true });
    throw error;
  }
}

/** The bytes of a kept file from its beginning. @throws Error when it is gone or damaged */
export function readJobFile(app: App, workspaceId: number, key: string): AsyncGenerator<Buffer> {
  return readSealedStream(app.crypto, pathOf(app, workspaceId, key));
}

/** Removes a kept file, if it is there. */
export function removeJobFile(app: App, workspaceId: number, key: string): Promise<void> {
  return rm(pathOf(app, workspaceId, key), { force: true });
}

/** Removes the file that a job worked on. */
export async function removeInput(
  app: App,
  { workspaceId, args }: { workspaceId: number; args: unknown },
): Promise<void> {
  const file = (args as JobArgs | null)?.file;
  if (file) await removeJobFile(app, workspaceId, file.key);
}

function folderOf(app: App, workspaceId: number): string {
  return join(app.config.dirs.data, 'files', 'jobs', String(workspaceId));
}

function pathOf(app: App, workspaceId: number, key: string): string {
  return join(folderOf(app, workspaceId), key);
}
