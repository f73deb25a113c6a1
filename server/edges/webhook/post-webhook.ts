import type { SafeFetch } from '../../base/http/safe-fetch.ts';
import type { WebhookPoster } from './port.ts';

const TIMEOUT_MS = 15_000;

/** Posts over HTTP. @param http lets through internal addresses only where the operator set them */
export function createWebhookPoster(http: Pick<SafeFetch, 'request'>): WebhookPoster {
  return {
    async post({ url, body, headers }) {
      const result = await http.request(url, {
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
