import { lastPost } from '../chats/channel-box.ts';
import type { World } from '../world.ts';
import { type Box, type Dialog, dialogsInOrder } from './box.ts';

/** All of an owner's dialogs, those with channels among them, by the latest message. */
export function allDialogs(world: World, box: Box): readonly Dialog[] {
  const own = dialogsInOrder(box);
  if (box.channelDialogs.size === 0) return own;
  const channels = [...box.channelDialogs.values()].filter(({ ids }) => ids.length > 0);
  for (const dialog of channels) dialog.lastMessage = lastPost(world, dialog);
  return [...own, ...channels].sort((a, b) => b.lastMessage - a.lastMessage);
}
