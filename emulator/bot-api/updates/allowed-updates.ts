import { z } from 'zod';
import { jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import type { UpdateQueue } from './update-queue.ts';

const kinds = z.array(z.string());

/** Notes which kinds of updates the bot asks for; an empty list asks for the usual ones again. */
export function noteAllowedUpdates({ args }: BotCall, queue: UpdateQueue): void {
  const wanted = jsonOf(args, 'allowed_updates', kinds, 'allowed_updates');
  if (wanted) queue.allowed = wanted.length > 0 ? new Set(wanted) : undefined;
}
