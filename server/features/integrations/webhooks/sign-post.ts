import { Webhook } from 'standardwebhooks';
import type { WebhookPost } from '../../../edges/webhook/port.ts';

/**
 * A post as Standard Webhooks wants it: signed with each of the secrets, the newest first.
 * Receivers compare the time with their own clocks: this one is the wall's, not the sandbox's.
 * @param id the same for the same event, however often it is posted
 */
export function signPost(
  to: Pick<WebhookPost, 'url' | 'isHome'>,
  id: string,
  body: string,
  secrets: readonly string[],
): WebhookPost {
  const sentAt = new Date();
  return {
    ...to,
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': secrets
        .map((secret) => new Webhook(secret).sign(id, sentAt, body))
        .join(' '),
    },
  };
}
