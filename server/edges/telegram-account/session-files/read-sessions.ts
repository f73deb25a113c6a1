import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundSession, SessionSource } from '../session-source.ts';
import { detectSessionKind } from './detect-session-kind.ts';
import { extractArchive } from './extract-archive.ts';
import { readFolder } from './read-folder.ts';
import { readLooseFile } from './read-loose-file.ts';
import { readSessionString } from './read-session-string.ts';
import type { SessionParts } from './session-parts.ts';
import { composeSession } from './session-parts.ts';

/** The adapter of `SessionReader`: its words stand in `session-source.ts`. */
export async function readSessions(
  source: SessionSource,
  workDir: string,
): Promise<FoundSession[]> {
  const found =
    'text' in source ? [readSessionString(source.text)] : await readPath(source, workDir);
  return withoutRepeats(found).map(composeSession);
}

async function readPath(
  source: Extract<SessionSource, { path: string }>,
  workDir: string,
): Promise<SessionParts[]> {
  const { path, passcode = '' } = source;
  const kind = await detectSessionKind(path, source.kind);
  if (kind === 'tdata_folder') return readFolder(path, passcode);
  if (kind !== 'tdata_zip') return readLooseFile(path);
  const unpacked = join(workDir, 'unpacked');
  await mkdir(unpacked);
  await extractArchive(path, unpacked);
  return readFolder(unpacked, passcode);
}

/** The first of each auth key, with the owner's id if any of its copies knows it. */
function withoutRepeats(found: readonly SessionParts[]): SessionParts[] {
  const byKey = new Map<string, SessionParts>();
  for (const parts of found) {
    const key = Buffer.from(parts.authKey).toString('base64');
    const earlier = byKey.get(key);
    byKey.set(key, earlier?.userId === undefined ? { ...parts, ...earlier } : earlier);
  }
  return [...byKey.values()];
}
