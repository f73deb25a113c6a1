import type { World } from '../world.ts';
import type { Box } from './box.ts';

/** The box of a user, a channel or a supergroup, made when first needed. */
export function boxOf(world: World, ownerId: number): Box {
  let box = world.boxes.get(ownerId);
  if (!box) {
    box = {
      ownerId,
      pts: 1,
      copies: [],
      dialogs: new Map(),
      channelDialogs: new Map(),
      log: [],
      sent: new Map(),
      outgoing: [],
      incoming: [],
    };
    world.boxes.set(ownerId, box);
  }
  return box;
}
