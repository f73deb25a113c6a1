import type { WorldEvent } from '../../world/world-event.ts';
import type { BotApi } from '../bot-api.ts';
import { callbackJson } from '../views/callback-json.ts';
import { blockedUpdate } from '../views/member-json.ts';
import { hearBox } from './hear-box.ts';
import { hearJoinRequest, hearMember } from './hear-members.ts';
import { pushUpdate } from './update-queue.ts';

/** Turns what happens in the world into updates of the bots concerned. */
export function hearWorld(api: BotApi, event: WorldEvent): void {
  switch (event.kind) {
    case 'box':
      hearBox(api, event.ownerId, event.event);
      return;
    case 'blocked':
      hearBlocked(api, event);
      return;
    case 'member':
      hearMember(api, event);
      return;
    case 'joinRequest':
      hearJoinRequest(api, event);
      return;
    case 'bot':
      hearNews(api, event);
  }
}

function hearBlocked(
  { queues, world }: BotApi,
  { blocked, userId, viewerId }: Extract<WorldEvent, { kind: 'blocked' }>,
): void {
  const bot = world.bots.get(userId);
  const person = world.users.get(viewerId);
  if (!bot || !person || !bot.met.has(person.id)) return;
  const update = blockedUpdate(world, bot.id, person, blocked);
  pushUpdate(world, queues.of(bot.id), 'my_chat_member', update, person.id);
}

function hearNews(
  { queues, world }: BotApi,
  { botId, news }: Extract<WorldEvent, { kind: 'bot' }>,
): void {
  const queue = queues.of(botId);
  pushUpdate(world, queue, 'callback_query', callbackJson(world, news.query), news.query.fromId);
}
