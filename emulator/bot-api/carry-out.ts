import type { Fault } from '../calls/faults.ts';
import type { Bot } from '../world/bots/bot.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { Arguments } from './arguments.ts';
import type { BotApi } from './bot-api.ts';
import { BotApiError, tooManyRequests, wordedForBots } from './bot-api-error.ts';
import { findMethod } from './methods.ts';

/** How a call ended: with its result, with a refusal, or with the connection cut. */
export type Outcome = { result: unknown } | { refusal: BotApiError } | 'cut';

/** Carries out a method for a bot; the faults of the box strike here. */
export async function carryOut(
  api: BotApi,
  bot: Bot,
  name: string,
  args: Arguments,
  hungUp: AbortSignal,
): Promise<Outcome> {
  try {
    const found = findMethod(name);
    if (!found) throw new BotApiError(404, 'Not Found: method not found');
    const method = `bot:${found.name}`;
    api.calls.note(method, bot.id);
    const fault = api.faults.strike({ method, userId: bot.id });
    if (fault && fault.delayMs > 0) await sleep(fault.delayMs);
    if (fault?.kind === 'drop') return 'cut';
    if (fault?.error) throw asked(fault.error);
    const self = api.world.users.get(bot.id);
    if (!self || self.deleted || self.banned) throw new BotApiError(401, 'Unauthorized');
    const result = await found.method({ api, world: api.world, bot, self, args, hungUp });
    return fault?.kind === 'crash' ? 'cut' : { result };
  } catch (error) {
    return { refusal: asRefusal(api, name, error) };
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An error that a fault asks for: by MTProto's name, or by the Bot API's own words. */
function asked({ code, text }: NonNullable<Fault['error']>): BotApiError {
  if (/^[A-Z0-9_]+$/.test(text)) return wordedForBots(new TelegramError(code, text));
  const wait = /retry after (\d+)/.exec(text)?.[1];
  return code === 429 && wait ? tooManyRequests(Number(wait)) : new BotApiError(code, text);
}

function asRefusal(api: BotApi, name: string, error: unknown): BotApiError {
  if (error instanceof BotApiError) {
    if (error.code === 404) api.log(`The box's Bot API does not know ${name}`);
    return error;
  }
  if (error instanceof TelegramError) return wordedForBots(error);
  api.log(`A Bot API call failed inside the box: ${error instanceof Error ? error.stack : error}`);
  return new BotApiError(500, 'Internal Server Error');
}
