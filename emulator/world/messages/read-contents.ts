import type { World } from '../world.ts';
import { copyById } from './box.ts';
import { boxOf } from './box-of.ts';
import type { Copy } from './message.ts';
import { recordEvent } from './record-event.ts';

/**
 * Marks voice messages and round videos as played, for the listener and for their senders.
 *
 * @returns the listener's `pts` and how much it moved
 */
export function readContents(
  world: World,
  listenerId: number,
  ids: readonly number[],
  session?: string,
): { pts: number; ptsCount: number } {
  const box = boxOf(world, listenerId);
  const played = ids.flatMap((id) => {
    const copy = copyById(box, id);
    return copy?.mediaUnread ? [copy] : [];
  });
  if (played.length === 0) return { pts: box.pts, ptsCount: 0 };
  for (const copy of played) {
    for (const other of copy.message.copies) {
      if (!other.mediaUnread) continue;
      other.mediaUnread = false;
      if (other.ownerId !== listenerId) record(world, [other]);
    }
  }
  record(world, played, session);
  return { pts: box.pts, ptsCount: played.length };
}

function record(world: World, copies: readonly Copy[], session?: string): void {
  const [first] = copies;
  if (!first) return;
  const change = { kind: 'readContents' as const, ids: copies.map((copy) => copy.id) };
  recordEvent(world, boxOf(world, first.ownerId), change, copies.length, session);
}
