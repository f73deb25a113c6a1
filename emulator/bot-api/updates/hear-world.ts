import type { PreCheckoutQuery } from 'grammy/types';
import type { WorldEvent } from '../../world/world-event.ts';
import type { BotApi } from '../bot-api.ts';
import { connectionJson } from '../views/business-json.ts';
import { callbackJson } from '../views/callback-json.ts';
import { blockedUpdate } from '../views/member-json.ts';
import { userJsonById } from '../views/user-json.ts';
import { hearBox } from './hear-box.ts';
import { hearBusiness } from './hear-business.ts';
import { hearJoinRequest, hearMember } from './hear-members.ts';
import { pushUpdate } from './update-queue.ts';

/** Turns what happens in the world into updates of the bots concerned. */
export function hearWorld(api: BotApi, event: WorldEvent): void {
  switch (event.kind) {
    case 'box':
      hearBox(api, event.ownerId, event.event);
      hearBusiness(api, event.ownerId, event.event);
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
  switch (news.kind) {
    case 'callback': {
      const { query } = news;
      pushUpdate(world, queue, 'callback_query', callbackJson(world, query), query.fromId);
      return;
    }
    case 'checkout': {
      const { id, invoice, payerId } = news.checkout;
      const update: PreCheckoutQuery = {
        id,
        from: userJsonById(world, payerId),
        currency: 'XTR',
        total_amount: invoice.total,
        invoice_payload: invoice.payload,
      };
      pushUpdate(world, queue, 'pre_checkout_query', update, payerId);
      return;
    }
    case 'business': {
      const { connection } = news;
      const update = connectionJson(world, connection);
      pushUpdate(world, queue, 'business_connection', update, connection.userId);
    }
  }
}
