import { describe, expect, test } from 'vitest';
import type { ProxySettings } from '../../edges/telegram-account/port.ts';
import { chooseProxy } from './choose-proxy.ts';

const own: ProxySettings = { type: 'http', host: '5.6.7.8', port: 8080 };
const common: ProxySettings = { type: 'socks5', host: '1.2.3.4', port: 1080 };

describe('an account goes', () => {
  test.for([
    ['directly while proxies are off for all', false, true, own, common, undefined],
    ['directly while its own switch is off', true, false, own, common, undefined],
    ['through its own proxy', true, true, own, common, own],
    ['through its own proxy without a default one', true, true, own, undefined, own],
    ['through the default one without its own', true, true, undefined, common, common],
    ['directly when there is none at all', true, true, undefined, undefined, undefined],
    ['directly when both switches are off', false, false, own, common, undefined],
  ] as const)('%s', ([, proxyEnabled, useProxy, proxy, defaultProxy, expected]) => {
    expect(chooseProxy({ useProxy, proxy }, { proxyEnabled, defaultProxy })).toBe(expected);
  });
});
