import { isChannelId } from '../chats/chat-id.ts';
import { announce, type World } from '../world.ts';
import { type Box, type BoxChange, logEvent } from './box.ts';

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
  change: BoxChange,
  count = 1,
  session?: string,
): number {
  box.pts += count;
  if (isChannelId(box.ownerId)) box.changedAt = world.clock.seconds();
  const event = { pts: box.pts, ptsCount: count, change };
  logEvent(box, event);
  announce(world, { kind: 'box', ownerId: box.ownerId, event, session });
  return box.pts;
}
