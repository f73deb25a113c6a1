import type { App } from '../../context.ts';
import type { ProxySettings } from '../../edges/telegram-account/port.ts';
import { openProxy } from './proxy-columns.ts';
import type { Account } from './tables.ts';

/** What a stored proxy password is sealed for: a copy in another account's row won't open. */
export const proxyPasswordContext = (accountId: number) => `account ${accountId} proxy`;

/**
 * Which proxy an account goes through; undefined: none. The outside contract's rule: none while
 * proxies are off for the workspace or for the account; else the account's own; else the default.
 */
export function chooseProxy<Proxy>(
  own: { useProxy: boolean; proxy: Proxy | undefined },
  settings: { proxyEnabled: boolean; defaultProxy: Proxy | undefined },
): Proxy | undefined {
  if (!settings.proxyEnabled || !own.useProxy) return undefined;
  return own.proxy ?? settings.defaultProxy;
}

/** The proxy written into an account's own row. */
export function ownProxy(app: App, account: Account): ProxySettings | undefined {
  return openProxy(app, account, proxyPasswordContext(account.id));
}
