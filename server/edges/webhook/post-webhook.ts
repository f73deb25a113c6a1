import type { SafeFetch } from '../../base/http/safe-fetch.ts';
import type { WebhookPoster } from './port.ts';

const TIMEOUT_MS = 15_000;

type Requests = Pick<SafeFetch, 'request'>;

/**
 * Posts over HTTP.
 * @param home lets through the internal addresses that the environment names
 * @param others lets through none
 */
export function createWebhookPoster(home: Requests, others: Requests): WebhookPoster {
  return {
    async post({ url, body, headers, isHome }) {
      const result = await (isHome ? home : others).request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Vestnik', ...headers },
        body,
        timeoutMs: TIMEOUT_MS,
      });
      if (!result.answered) return { ok: false, status: undefined, reason: result.text.en };
      if (result.status >= 200 && result.status < 300) return { ok: true, status: result.status };
      return { ok: false, status: result.status, reason: `answered ${result.status}` };
    },
  };
}
