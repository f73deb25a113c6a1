import type { Settings } from '../../shared/use-settings.ts';
import type { Account } from './use-accounts.ts';

/** How an account goes to Telegram, and why directly where it was to go through a proxy. */
export type WayOut = 'own' | 'common' | 'direct' | 'allOff' | 'noCommon';

/** The server's rule: none while proxies are off for all or for it; else its own; else the common one. */
export function wayOut(
  account: Pick<Account, 'use_proxy' | 'proxy_host'>,
  settings: Pick<Settings, 'proxy_enabled' | 'default_proxy_host'>,
): WayOut {
  if (!account.use_proxy) return 'direct';
  if (!settings.proxy_enabled) return 'allOff';
  if (account.proxy_host) return 'own';
  return settings.default_proxy_host ? 'common' : 'noCommon';
}
