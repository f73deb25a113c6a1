import { answerCallback } from '../../world/bots/press-button.ts';
import { flagOf, integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

const LONGEST_ANSWER = 200;

/** Answers the press of a button. */
export function answerCallbackQuery({ args, bot, world }: BotCall): true {
  const text = textOf(args, 'text');
  if ([...text].length > LONGEST_ANSWER) throw badRequest('MESSAGE_TOO_LONG');
  answerCallback(world, bot.id, textOf(args, 'callback_query_id'), {
    text,
    alert: flagOf(args, 'show_alert'),
    url: textOf(args, 'url') || undefined,
    cacheSeconds: integerOf(args, 'cache_time', 0, 0),
  });
  return true;
}
