import type { Client } from './client.ts';
import { type ProxySettings, TelegramError } from './port.ts';
import { inOurWords } from './telegram-problem.ts';

/**
 * Connects and runs what needs the connection. When Telegram isn't reached in time, says which is
 * to blame: the proxy or Telegram. Through a proxy the first attempt to connect decides: waiting
 * for one that refused helps nobody, and holding an account is tried again anyway.
 * @param limitMs for the whole of it
 * @throws TelegramError proxy_unavailable, unavailable, or what the work ended with
 */
export async function withinReach<T>(
  client: Client,
  proxy: ProxySettings | undefined,
  limitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const failure = new Promise<never>((_, reject) => {
    let last: unknown;
    const fail = () =>
      reject(
        new TelegramError(
          proxy
            ? { kind: 'proxy_unavailable', code: 'PROXY_UNAVAILABLE' }
            : { kind: 'unavailable', code: 'TELEGRAM_UNREACHABLE' },
          last,
        ),
      );
    client.onConnectFailure((error) => {
      last = error;
      if (proxy) fail();
    });
    timer = setTimeout(fail, limitMs);
  });
  const answer = inOurWords(async () => {
    await client.tg.connect();
    return work();
  });
  try {
    return await Promise.race([answer, failure]);
  } finally {
    clearTimeout(timer);
    failure.catch(() => undefined);
    answer.catch(() => undefined);
  }
}
