import type { Settings } from './use-settings.ts';

/** How a sender goes to Telegram, and why directly where it was to go through a proxy. */
export type WayOut = 'own' | 'common' | 'direct' | 'allOff' | 'noCommon';

/** The server's rule: none while proxies are off for all or for it; else its own; else the common one. */
export function wayOut(
  sender: { use_proxy: boolean; proxy_host: string | null },
  settings: Pick<Settings, 'proxy_enabled' | 'default_proxy_host'>,
): WayOut {
  if (!sender.use_proxy) return 'direct';
  if (!settings.proxy_enabled) return 'allOff';
  if (sender.proxy_host) return 'own';
  return settings.default_proxy_host ? 'common' : 'noCommon';
}
