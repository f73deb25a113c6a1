import { AppError } from '../../../base/errors.ts';
import { detectSessionKind } from './detect-session-kind.ts';
import { readHead } from './read-head.ts';
import { readSessionFile } from './read-session-file.ts';
import { readSessionString, sessionStringMaxBytes } from './read-session-string.ts';
import type { SessionParts } from './session-parts.ts';
import { texts } from './texts.ts';

/**
 * Reads a file that is a session by itself: Telethon's or Pyrogram's, or a text with a string.
 * @throws AppError invalid_session, invalid_tdata
 */
export async function readLooseFile(path: string): Promise<SessionParts[]> {
  const kind = await detectSessionKind(path);
  if (kind === 'session_file') return [await readSessionFile(path)];
  if (kind === 'session_string') return [readSessionString(await readText(path))];
  throw new AppError('invalid_session', texts.unknownFile);
}

/** The text of a file that may hold a session string. */
export async function readText(path: string): Promise<string> {
  const head = await readHead(path, sessionStringMaxBytes + 1);
  if (head.length > sessionStringMaxBytes) {
    throw new AppError('invalid_session', texts.notASessionString);
  }
  return head.toString('utf8');
}
