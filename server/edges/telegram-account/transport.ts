import type { BasicDcOption } from '@mtcute/core/utils.js';
import {
  HttpProxyTcpTransport,
  type ITelegramConnection,
  type MtProxySettings,
  MtProxyTcpTransport,
  SocksProxyTcpTransport,
  TcpTransport,
  type TelegramTransport,
} from '@mtcute/node';
import { type ProxySettings, TelegramError } from './port.ts';

/** A way to Telegram that gives up in time and leaves no connection behind. */
export type BoundedTransport = TelegramTransport & {
  /** Connections that come after this are closed at once. */
  dispose(): void;
  /** Called with each attempt to connect that failed. */
  onFailure(listener: (error: unknown) => void): void;
};

/**
 * @param timeoutMs after which an attempt to connect has failed; a dead proxy would otherwise be
 * waited for as long as the system pleases
 * @throws TelegramError proxy_unavailable when the proxy's settings can't be right
 */
export function createTransport(
  proxy: ProxySettings | undefined,
  timeoutMs: number,
): BoundedTransport {
  const inner: TelegramTransport = proxy ? proxyTransport(proxy) : new TcpTransport();
  let disposed = false;
  const listeners: ((error: unknown) => void)[] = [];

  const connect = async (dc: BasicDcOption): Promise<ITelegramConnection> => {
    let expired = false;
    const attempt = inner.connect(dc).then((connection) => {
      if (!expired && !disposed) return connection;
      connection.close();
      throw new Error('the connection came too late');
    });
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        expired = true;
        reject(new Error(`no connection within ${timeoutMs} ms`));
      }, timeoutMs);
    });
    try {
      return await Promise.race([attempt, timeout]);
    } catch (error) {
      for (const listener of listeners) listener(error);
      throw error;
    } finally {
      clearTimeout(timer);
      attempt.catch(() => undefined);
    }
  };

  const setup = inner.setup?.bind(inner);
  return {
    ...(setup && { setup }),
    connect,
    packetCodec: (dc) => inner.packetCodec(dc),
    dispose() {
      disposed = true;
    },
    onFailure: (listener) => void listeners.push(listener),
  };
}

function proxyTransport({
  type,
  host,
  port,
  username,
  password,
}: ProxySettings): TelegramTransport {
  const login = { ...(username && { user: username }), ...(password && { password }) };
  switch (type) {
    case 'socks5':
      return new SocksProxyTcpTransport({ host, port, ...login });
    case 'http':
      return new HttpProxyTcpTransport({ host, port, ...login });
    case 'mtproto':
      return mtproxyTransport({ host, port, secret: password ?? '' });
  }
}

function mtproxyTransport(settings: MtProxySettings): TelegramTransport {
  try {
    return new MtProxyTcpTransport(settings);
  } catch (cause) {
    throw new TelegramError({ kind: 'proxy_unavailable', code: 'BAD_SECRET' }, cause);
  }
}
