import { stat } from 'node:fs/promises';
import type { App } from '../../context.ts';
import { fetchFile, type KeptFile } from '../dialogs/fetch-file.ts';
import type { TopicLine } from './topic-lines.ts';

/** A file that takes longer to come is told of in words. */
const LONGEST_WAIT_MS = 15_000;
/** What bots may send is larger; a group of operators needs no more. */
const LARGEST = 20 * 1_024 * 1_024;
const LARGEST_PHOTO = 10 * 1_024 * 1_024;

/** The file of what a person sent, if it is to be had within a few seconds. */
export async function fileAtHand(app: App, workspaceId: number, line: TopicLine) {
  const { type } = line;
  if (type === 'text' || line.direction !== 'in') return undefined;
  const file = await inTime(fetchFile(app, workspaceId, `f${line.id}`));
  if (!file || file.size > LARGEST || !(await stat(file.path).catch(() => undefined)))
    return undefined;
  const shownAs =
    type === 'voice' || (type === 'photo' && file.size <= LARGEST_PHOTO) ? type : 'document';
  return { path: file.path, name: file.fileName, type: shownAs } as const;
}

function inTime(fetching: Promise<KeptFile>): Promise<KeptFile | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), LONGEST_WAIT_MS);
    fetching
      // The account may be gone, or Telegram not give the file any more: words do then.
      .then(resolve, () => resolve(undefined))
      .finally(() => clearTimeout(timer));
  });
}
