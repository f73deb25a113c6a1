import type { TelegramTransport } from '@mtcute/core';
import {
  HttpProxyTcpTransport,
  MemoryStorage,
  MtProxyTcpTransport,
  SocksProxyTcpTransport,
  TelegramClient,
} from '@mtcute/node';
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Emulator } from '../../../emulator/start-emulator.ts';
import { startEmulator } from '../../../emulator/start-emulator.ts';
import { startHttpProxy } from './http-connect.ts';
import { startMtprotoProxy } from './mtproto.ts';
import type { TestProxy } from './proxy-server.ts';
import { itWithProxy as it } from './proxy-test.ts';
import { startSocks5Proxy } from './socks5.ts';

const login = { username: 'anna', password: 'secret' };
const proxyLogin = { user: login.username, password: login.password };
const secret = '0123456789abcdef0123456789abcdef';

let box: Emulator;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0 });
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, box.mtproto.publicKeyPem);
});

afterAll(() => box.stop());

async function post<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${box.control}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  expect(response.ok).toBe(true);
  return response.json() as Promise<T>;
}

/** Signs a new user in, over the transport, and asks the server who it is. */
async function whoAmI(transport: TelegramTransport): Promise<string> {
  const { id } = await post<{ id: number }>('/users', { firstName: 'Anna' });
  const { session } = await post<{ session: string }>(`/users/${id}/session`, { format: 'mtcute' });
  const dc = { id: box.mtproto.dcId, ipAddress: box.mtproto.host, port: box.mtproto.port };
  const client = new TelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    defaultDcs: { main: dc, media: dc },
    transport,
    logLevel: 0,
    disableUpdates: true,
  });
  try {
    await client.importSession(session);
    return (await client.getMe()).firstName;
  } finally {
    await client.destroy();
  }
}

const at = ({ host, port }: TestProxy) => ({ host, port });

describe('mtcute signs in', () => {
  it('through a SOCKS5 proxy with a login', async ({ started }) => {
    const proxy = await started(startSocks5Proxy({ login }));
    const transport = new SocksProxyTcpTransport({ ...at(proxy), ...proxyLogin });
    expect(await whoAmI(transport)).toBe('Anna');
    expect(proxy.counters.bytes).toBeGreaterThan(0);
  });

  it('through an HTTP proxy with a login', async ({ started }) => {
    const proxy = await started(startHttpProxy({ login }));
    const transport = new HttpProxyTcpTransport({ ...at(proxy), ...proxyLogin });
    expect(await whoAmI(transport)).toBe('Anna');
    expect(proxy.counters.bytes).toBeGreaterThan(0);
  });

  it.for([
    ['plain', secret],
    ['padded', `dd${secret}`],
  ] as const)('through an MTProto proxy of the %s kind', async ([, key], { started }) => {
    const target = { host: box.mtproto.host, port: box.mtproto.port };
    const proxy = await started(startMtprotoProxy({ secret: key, target }));
    const transport = new MtProxyTcpTransport({ ...at(proxy), secret: key });
    expect(await whoAmI(transport)).toBe('Anna');
    expect(proxy.dcIds).toContain(box.mtproto.dcId);
  });
});
