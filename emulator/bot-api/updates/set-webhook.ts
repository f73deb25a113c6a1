import type { WebhookInfo } from 'grammy/types';
import { flagOf, integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { noteAllowedUpdates } from './allowed-updates.ts';
import { dropExpired, type UpdateQueue, wake } from './update-queue.ts';

const LONGEST_SECRET = 256;
const LONGEST_URL = 2048;

/**
 * Has updates sent to an address (https://core.telegram.org/bots/api#setwebhook); an empty one
 * takes the webhook away. The box reaches this machine alone, and takes plain HTTP there.
 */
export function setWebhook(call: BotCall): true {
  const { args, api, bot } = call;
  const queue = api.queues.of(bot.id);
  const url = textOf(args, 'url').trim();
  if (url === '') return deleteWebhook(call);
  checkUrl(url);
  const secret = textOf(args, 'secret_token');
  if (secret.length > LONGEST_SECRET) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');

  noteAllowedUpdates(call, queue);
  if (flagOf(args, 'drop_pending_updates')) queue.pending = [];
  queue.interrupt?.('Conflict: terminated by setWebhook request');
  queue.webhook = {
    url,
    secret,
    maxConnections: integerOf(args, 'max_connections', 40, 1, 100),
    ipAddress: textOf(args, 'ip_address') || undefined,
  };
  wake(queue);
  return true;
}

/** Back to `getUpdates`. */
export function deleteWebhook({ args, api, bot }: BotCall): true {
  const queue = api.queues.of(bot.id);
  queue.webhook = undefined;
  if (flagOf(args, 'drop_pending_updates')) queue.pending = [];
  wake(queue);
  return true;
}

export function getWebhookInfo({ api, bot, world }: BotCall): WebhookInfo {
  const queue = api.queues.of(bot.id);
  dropExpired(world, queue);
  const { webhook } = queue;
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.pending.length,
    allowed_updates: allowedList(queue),
    ...(webhook && {
      ip_address: webhook.ipAddress ?? '127.0.0.1',
      max_connections: webhook.maxConnections,
      last_error_date: webhook.lastError?.date,
      last_error_message: webhook.lastError?.message,
    }),
  };
}

function allowedList({ allowed }: UpdateQueue): WebhookInfo['allowed_updates'] {
  return allowed && ([...allowed] as NonNullable<WebhookInfo['allowed_updates']>);
}

function checkUrl(url: string): void {
  if (url.length > LONGEST_URL || !URL.canParse(url)) {
    throw badRequest('invalid webhook URL specified');
  }
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw badRequest('invalid webhook URL specified');
  }
  if (/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)) return;
  throw badRequest(
    protocol === 'https:'
      ? 'bad webhook: Failed to resolve host: No address associated with hostname'
      : 'bad webhook: An HTTPS URL must be provided for webhook',
  );
}
