import { expect, test } from 'vitest';
import { readProxyAddress } from './proxy-address.ts';

test.each([
  ['10.0.0.1:1080', { host: '10.0.0.1', port: '1080' }],
  [
    'socks5://anna:p%40ss@proxy.example:1080',
    { type: 'socks5', host: 'proxy.example', port: '1080', username: 'anna', password: 'p@ss' },
  ],
  [
    'http://anna:secret@proxy.example:8080/',
    { type: 'http', host: 'proxy.example', port: '8080', username: 'anna', password: 'secret' },
  ],
  [
    'anna:secret@proxy.example:8080',
    { host: 'proxy.example', port: '8080', username: 'anna', password: 'secret' },
  ],
  [
    'proxy.example:8080:anna:sec:ret',
    { host: 'proxy.example', port: '8080', username: 'anna', password: 'sec:ret' },
  ],
  [
    'tg://proxy?server=proxy.example&port=443&secret=dd00',
    { type: 'mtproto', host: 'proxy.example', port: '443', username: '', password: 'dd00' },
  ],
])('a proxy pasted as %s is taken apart', (text, proxy) => {
  expect(readProxyAddress(text)).toEqual(proxy);
});

test.each(['', 'proxy.example', 'ftp://proxy.example:21', 'proxy.example:port'])(
  '"%s" stays what was typed',
  (text) => {
    expect(readProxyAddress(text)).toBeUndefined();
  },
);
