import type { Update } from 'grammy/types';
import { integerOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { BotApiError } from '../bot-api-error.ts';
import { noteAllowedUpdates } from './allowed-updates.ts';
import { dropExpired, type UpdateQueue } from './update-queue.ts';

/** The longest wait of a long poll, in real seconds. */
const LONGEST_POLL = 50;

const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const OTHER_POLL =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

/**
 * The updates that wait for the bot; it waits for the first one as long as it was asked to.
 *
 * @throws BotApiError 409 when a webhook is set, or to the one who asked before
 */
export async function getUpdates(call: BotCall): Promise<Update[]> {
  const { api, args, world } = call;
  const queue = api.queues.of(call.bot.id);
  if (queue.webhook) throw new BotApiError(409, WEBHOOK_ACTIVE);
  queue.interrupt?.(OTHER_POLL);
  noteAllowedUpdates(call, queue);
  confirm(queue, integerOf(args, 'offset', 0));
  const limit = integerOf(args, 'limit', 100, 1, 100);
  const timeout = integerOf(args, 'timeout', 0, 0, LONGEST_POLL);

  dropExpired(world, queue);
  if (queue.pending.length === 0 && timeout > 0) await somethingCame(call, queue, timeout);
  return queue.pending.slice(0, limit).map(({ update }) => update);
}

/** Forgets what the bot has confirmed; a negative offset keeps that many of the last. */
function confirm(queue: UpdateQueue, offset: number): void {
  if (offset > 0) {
    queue.pending = queue.pending.filter(({ update }) => update.update_id >= offset);
  } else if (offset < 0) {
    queue.pending = queue.pending.slice(offset);
  }
}

function somethingCame(call: BotCall, queue: UpdateQueue, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      queue.wakers.delete(finish);
      call.hungUp.removeEventListener('abort', finish);
      if (queue.interrupt === interrupt) queue.interrupt = undefined;
    };
    const finish = () => {
      end();
      resolve();
    };
    const interrupt = (reason: string) => {
      end();
      reject(new BotApiError(409, reason));
    };
    const timer = setTimeout(finish, seconds * 1000);
    queue.wakers.add(finish);
    queue.interrupt = interrupt;
    call.hungUp.addEventListener('abort', finish);
  });
}
