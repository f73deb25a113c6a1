import type { World } from '../world.ts';
import type { Box } from './box.ts';

/** The user's box, made when first needed. */
export function boxOf(world: World, ownerId: number): Box {
  let box = world.boxes.get(ownerId);
  if (!box) {
    box = {
      ownerId,
      pts: 1,
      copies: [],
      dialogs: new Map(),
      log: [],
      sent: new Map(),
      outgoing: [],
      incoming: [],
    };
    world.boxes.set(ownerId, box);
  }
  return box;
}
