import type { ProxyType } from '../../config/config.ts';
import type { App } from '../../context.ts';

/** A proxy of its own, as it stands in the row of an account or a bot; the password is sealed. */
type ProxyColumns<T extends ProxyType> = {
  proxyType: T | null;
  proxyHost: string | null;
  proxyPort: number | null;
  proxyUser: string | null;
  proxyPassword: Uint8Array | null;
};

type Proxy<T extends ProxyType> = {
  type: T;
  host: string;
  port: number;
  username?: string;
  password?: string;
};

/** @param context what the password is sealed for: a copy in another row won't open */
export function openProxy<T extends ProxyType>(
  app: App,
  row: ProxyColumns<T>,
  context: string,
): Proxy<T | 'socks5'> | undefined {
  if (!row.proxyHost || !row.proxyPort) return undefined;
  const password = row.proxyPassword && app.crypto.decrypt(row.proxyPassword, context).toString();
  return {
    type: row.proxyType ?? 'socks5',
    host: row.proxyHost,
    port: row.proxyPort,
    ...(row.proxyUser && { username: row.proxyUser }),
    ...(password && { password }),
  };
}

/** @param proxy null: none of its own */
export function sealProxy<T extends ProxyType>(app: App, proxy: Proxy<T> | null, context: string) {
  return {
    proxyType: proxy?.type ?? null,
    proxyHost: proxy?.host ?? null,
    proxyPort: proxy?.port ?? null,
    proxyUser: proxy?.username ?? null,
    proxyPassword: proxy?.password ? app.crypto.encrypt(proxy.password, context) : null,
  };
}
