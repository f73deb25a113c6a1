import { announce, type World } from '../world.ts';
import { type Box, type BoxEvent, logEvent } from './box.ts';

type NewEvent = BoxEvent extends infer E
  ? E extends BoxEvent
    ? Omit<E, 'pts' | 'ptsCount'>
    : never
  : never;

/**
 * Counts a change of the box, logs it for those who missed it and announces it.
 *
 * @param count  how many changes it stands for (`pts_count`)
 * @param session  the session that made it, if one did
 * @returns the box's new `pts`
 */
export function recordEvent(
  world: World,
  box: Box,
  event: NewEvent,
  count = 1,
  session?: string,
): number {
  box.pts += count;
  const recorded: BoxEvent = { ...event, pts: box.pts, ptsCount: count };
  logEvent(box, recorded);
  announce(world, { kind: 'box', ownerId: box.ownerId, event: recorded, session });
  return box.pts;
}
