import type { Copy } from '../messages/message.ts';
import { sendMessage } from '../messages/send-message.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';

const LONGEST_PARAM = 64;

/**
 * Starts a bot as somebody who followed its link (https://core.telegram.org/api/links#bot-links).
 *
 * @param param  what stood in the link; '' when nothing did
 * @throws TelegramError BOT_INVALID, START_PARAM_TOO_LONG, START_PARAM_INVALID, those of `sendMessage`
 */
export function startBot(
  world: World,
  person: User,
  bot: User,
  param: string,
  more: { randomId?: bigint; session?: string } = {},
): Copy {
  if (!bot.bot) throw new TelegramError(400, 'BOT_INVALID');
  if (param.length > LONGEST_PARAM) throw new TelegramError(400, 'START_PARAM_TOO_LONG');
  if (!/^[\w-]*$/.test(param)) throw new TelegramError(400, 'START_PARAM_INVALID');
  const startParam = param === '' ? undefined : param;
  const draft = { text: '/start', startParam, randomId: more.randomId };
  return sendMessage(world, person, bot, draft, more.session);
}
