import { expect, test } from 'vitest';
import { wayOut } from './way-out.ts';

const own = { use_proxy: true, proxy_host: 'proxy.example' };
const none = { use_proxy: true, proxy_host: null };
const on = { proxy_enabled: true, default_proxy_host: 'common.example' };

test.each([
  ['goes through its own proxy', own, on, 'own'],
  ['without one goes through the common one', none, on, 'common'],
  ['goes directly when it is told to', { ...own, use_proxy: false }, on, 'direct'],
  ['goes directly while proxies are off for all', own, { ...on, proxy_enabled: false }, 'allOff'],
  ['goes directly where no proxy is set', none, { ...on, default_proxy_host: null }, 'noCommon'],
] as const)('an account %s', (_, account, settings, way) => {
  expect(wayOut(account, settings)).toBe(way);
});
