import type { tl } from '@mtcute/core';
import { isChannelId } from '../world/chats/chat-id.ts';
import type { WorldEvent } from '../world/world-event.ts';
import { type Call, caller } from './call.ts';
import { chatUpdate, peersInChatEvent } from './views/chat-update-view.ts';
import { toLong } from './views/long.ts';
import { boxUpdate, peersInEvent, updatesOf } from './views/update-view.ts';

/**
 * Carries out an operation of the world and answers with what it changed for the caller: those
 * changes go to this session by the answer, to others as they are pushed.
 *
 * @param about  peers that the answer names in any case
 */
export function answerUpdates(
  call: Call,
  operation: () => void,
  about: Iterable<number> = [],
): tl.RawUpdates {
  const { world } = call;
  const self = caller(call);
  const updates: tl.TypeUpdate[] = [];
  const peers = new Set(about);
  function hear(event: WorldEvent): void {
    if (!('session' in event) || event.session !== call.session) return;
    if (event.kind === 'box') {
      if (event.ownerId !== self.id && !isChannelId(event.ownerId)) return;
      updates.push(...randomIdOf(event), boxUpdate(world, self.id, event.ownerId, event.event));
      for (const id of peersInEvent(event.ownerId, event.event)) peers.add(id);
      return;
    }
    const update = chatUpdate(world, self, event);
    if (update) updates.push(update);
    for (const id of peersInChatEvent(world, event)) peers.add(id);
  }
  world.listeners.add(hear);
  try {
    operation();
  } finally {
    world.listeners.delete(hear);
  }
  return updatesOf(world, self, updates, peers);
}

function randomIdOf(event: Extract<WorldEvent, { kind: 'box' }>): tl.TypeUpdate[] {
  const { change } = event.event;
  if (change.kind !== 'new' || change.copy.message.randomId === undefined) return [];
  return [
    {
      _: 'updateMessageID',
      id: change.copy.id,
      randomId: toLong(change.copy.message.randomId),
    },
  ];
}
