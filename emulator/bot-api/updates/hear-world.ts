import type { BoxEvent } from '../../world/messages/box.ts';
import type { WorldEvent } from '../../world/world-event.ts';
import type { BotApi } from '../bot-api.ts';
import { callbackJson } from '../views/callback-json.ts';
import { blockedUpdate } from '../views/member-json.ts';
import { messageJson } from '../views/message-json.ts';
import { pushUpdate, type UpdateQueue } from './update-queue.ts';

/** Turns what happens in the world into updates of the bots concerned. */
export function hearWorld(api: BotApi, event: WorldEvent): void {
  const { world } = api;
  if (event.kind === 'box') {
    if (world.bots.has(event.ownerId)) {
      hearBox(api, api.queues.of(event.ownerId), event.event);
    }
    return;
  }
  if (event.kind === 'blocked') {
    const bot = world.bots.get(event.userId);
    const person = world.users.get(event.viewerId);
    if (!bot || !person || !bot.met.has(person.id)) return;
    const queue = api.queues.of(bot.id);
    const update = blockedUpdate(world, bot.id, person, event.blocked);
    pushUpdate(world, queue, 'my_chat_member', update, person.id);
    return;
  }
  if (event.kind !== 'bot') return;
  const queue = api.queues.of(event.botId);
  const { news } = event;
  pushUpdate(world, queue, 'callback_query', callbackJson(world, news.query), news.query.fromId);
}

function hearBox(api: BotApi, queue: UpdateQueue, { change }: BoxEvent): void {
  const { world } = api;
  if ((change.kind !== 'new' && change.kind !== 'edit') || change.copy.out) return;
  const { copy } = change;
  const bot = world.bots.get(copy.ownerId);
  bot?.met.add(copy.message.fromId);
  if (copy.message.forwarded) bot?.met.add(copy.message.forwarded.fromId);
  const kind = change.kind === 'new' ? 'message' : 'edited_message';
  pushUpdate(world, queue, kind, messageJson(world, copy), copy.chatId);
}
