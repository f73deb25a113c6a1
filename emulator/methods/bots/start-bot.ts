import type { tl } from '@mtcute/core';
import { startBot as startInWorld } from '../../world/bots/start-bot.ts';
import { findSent } from '../../world/messages/send-message.ts';
import { type Call, caller } from '../call.ts';
import { sentUpdates } from '../messages/sent-updates.ts';
import { userOfInput } from '../peers.ts';
import { fromLong } from '../views/long.ts';

/** Follows a bot's link. @throws TelegramError USER_ID_INVALID and those of the world */
export function startBot(call: Call, request: tl.messages.RawStartBotRequest): tl.TypeUpdates {
  const { session, world } = call;
  const person = caller(call);
  const bot = userOfInput(call, request.bot);
  const randomId = fromLong(request.randomId);
  const sent = findSent(world, person, randomId);
  if (sent) return sentUpdates(world, person, [sent], 'repeated');
  const copy = startInWorld(world, person, bot, request.startParam, { randomId, session });
  return sentUpdates(world, person, [copy], 'new');
}
