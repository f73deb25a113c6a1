import { SocksProxyTcpTransport } from '@mtcute/node';
import { describe, expect } from 'vitest';
import { startEchoServer } from './echo-server.ts';
import { ask, closed, hasIpv6, itWithProxy as it, open, refused, send } from './proxy-test.ts';
import { readBytes } from './read-socket.ts';
import { startSocks5Proxy } from './socks5.ts';

const login = { username: 'анна', password: 'p:w d' };

const bytes = (...parts: (number | string | Buffer)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))),
  );

const portBytes = (port: number) => Buffer.of(port >> 8, port & 0xff);

const greeting = bytes(5, 1, 0);

describe('a SOCKS5 proxy', () => {
  it('leads to an IPv4 address', async ({ echo, started }) => {
    const proxy = await started(startSocks5Proxy());
    const client = await open(proxy);
    expect(await ask(client, greeting, 2)).toEqual(bytes(5, 0));
    const request = bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port));
    expect((await ask(client, request, 10)).subarray(0, 2)).toEqual(bytes(5, 0));
    expect(await ask(client, bytes('hello'), 5)).toEqual(bytes('hello'));
    expect(proxy.counters).toEqual({ connections: 1, tunnels: 1, bytes: 10 });
  });

  it('leads to a host name', async ({ echo, started }) => {
    const client = await open(await started(startSocks5Proxy({ localAddress: '127.0.0.1' })));
    await ask(client, greeting, 2);
    const request = bytes(5, 1, 0, 3, 9, 'localhost', portBytes(echo.port));
    expect((await ask(client, request, 10))[1]).toBe(0);
    expect(await ask(client, bytes('hello'), 5)).toEqual(bytes('hello'));
  });

  it.runIf(hasIpv6)('leads to an IPv6 address', async ({ started }) => {
    const echo = await started(startEchoServer('::1'));
    const client = await open(await started(startSocks5Proxy()));
    await ask(client, greeting, 2);
    const request = bytes(5, 1, 0, 4, Buffer.alloc(15), 1, portBytes(echo.port));
    expect((await ask(client, request, 10))[1]).toBe(0);
    expect(await ask(client, bytes('hello'), 5)).toEqual(bytes('hello'));
  });

  it('understands a client that sends byte by byte', async ({ echo, started }) => {
    const client = await open(await started(startSocks5Proxy()));
    client.setNoDelay(true);
    const request = bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port));
    for (const byte of bytes(greeting, request, 'hello')) {
      await send(client, Buffer.of(byte));
    }
    expect((await readBytes(client, 17)).subarray(12)).toEqual(bytes('hello'));
  });

  it('goes out from the address it was given', async ({ echo, started }) => {
    const proxy = await started(startSocks5Proxy({ localAddress: '127.0.0.2' }));
    const client = await open(proxy);
    await ask(client, greeting, 2);
    await ask(client, bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port)), 10);
    await ask(client, bytes('x'), 1);
    expect(echo.sources).toEqual(['127.0.0.2']);
  });

  it('tells that the target refuses', async ({ echo, started }) => {
    await echo.stop();
    const client = await open(await started(startSocks5Proxy()));
    await ask(client, greeting, 2);
    const request = bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port));
    expect((await ask(client, request, 10))[1]).toBe(5);
    await closed(client);
  });

  it.for([
    ['another command', bytes(5, 2, 0, 1, Buffer.alloc(6)), 7],
    ['another kind of address', bytes(5, 1, 0, 9, Buffer.alloc(6)), 8],
  ] as const)('refuses %s', async ([, request, code], { started }) => {
    const client = await open(await started(startSocks5Proxy()));
    await ask(client, greeting, 2);
    expect((await ask(client, request, 10))[1]).toBe(code);
    await closed(client);
  });

  it('closes on a client of another protocol', async ({ started }) => {
    const client = await open(await started(startSocks5Proxy()));
    client.write('GET / HTTP/1.1\r\n\r\n');
    await closed(client);
  });
});

describe('a SOCKS5 proxy with a login', () => {
  const loginBytes = (username: string, password: string) =>
    bytes(1, Buffer.byteLength(username), username, Buffer.byteLength(password), password);

  it('lets in who knows it', async ({ echo, started }) => {
    const client = await open(await started(startSocks5Proxy({ login })));
    expect(await ask(client, bytes(5, 2, 0, 2), 2)).toEqual(bytes(5, 2));
    expect(await ask(client, loginBytes(login.username, login.password), 2)).toEqual(bytes(1, 0));
    await ask(client, bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port)), 10);
    expect(await ask(client, bytes('hello'), 5)).toEqual(bytes('hello'));
  });

  it('turns away a wrong password', async ({ started }) => {
    const proxy = await started(startSocks5Proxy({ login }));
    const client = await open(proxy);
    await ask(client, bytes(5, 1, 2), 2);
    expect(await ask(client, loginBytes(login.username, 'wrong'), 2)).toEqual(bytes(1, 1));
    await closed(client);
    expect(proxy.counters).toMatchObject({ connections: 1, tunnels: 0 });
  });

  it('turns away a client that offers none', async ({ started }) => {
    const client = await open(await started(startSocks5Proxy({ login })));
    expect(await ask(client, greeting, 2)).toEqual(bytes(5, 0xff));
    await closed(client);
  });
});

describe('a broken SOCKS5 proxy', () => {
  it('resets connections while it refuses, and works again when mended', async ({
    echo,
    started,
  }) => {
    const proxy = await started(startSocks5Proxy());
    proxy.setBroken('refuse');
    await refused(proxy);
    proxy.setBroken(undefined);
    const client = await open(proxy);
    await ask(client, greeting, 2);
    await ask(client, bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port)), 10);
    expect(await ask(client, bytes('hello'), 5)).toEqual(bytes('hello'));
  });

  it('ends open tunnels when it starts to refuse', async ({ echo, started }) => {
    const proxy = await started(startSocks5Proxy());
    const client = await open(proxy);
    await ask(client, greeting, 2);
    await ask(client, bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port)), 10);
    proxy.setBroken('refuse');
    await closed(client);
  });

  it('swallows everything while it hangs, until it is mended', async ({ echo, started }) => {
    const proxy = await started(startSocks5Proxy());
    const tunnel = await open(proxy);
    await ask(tunnel, greeting, 2);
    await ask(tunnel, bytes(5, 1, 0, 1, Buffer.of(127, 0, 0, 1), portBytes(echo.port)), 10);
    await ask(tunnel, bytes('before'), 6);
    proxy.setBroken('hang');
    const fresh = await open(proxy);
    fresh.write(greeting);
    // more than the buffers on the way hold, so that most has been swallowed when it has left
    await send(tunnel, Buffer.alloc(32_000_000));
    proxy.setBroken(undefined);
    await Promise.all([closed(tunnel), closed(fresh)]);
    expect(tunnel.bytesRead).toBe(2 + 10 + 'before'.length);
    expect(fresh.bytesRead).toBe(0);
  });
});

describe("mtcute's SOCKS5 transport", () => {
  const dcOf = (echo: { host: string; port: number }) => ({
    id: 2,
    ipAddress: echo.host,
    port: echo.port,
  });

  it('passes with the right login', async ({ echo, started }) => {
    const proxy = await started(startSocks5Proxy({ login }));
    const settings = { host: proxy.host, port: proxy.port, user: login.username };
    const transport = new SocksProxyTcpTransport({ ...settings, password: login.password });
    const connection = await transport.connect(dcOf(echo));
    await connection.write(bytes('hello'));
    const into = new Uint8Array(5);
    await connection.read(into);
    expect(Buffer.from(into)).toEqual(bytes('hello'));
    connection.close();
  });

  it('fails with a wrong one', async ({ echo, started }) => {
    const proxy = await started(startSocks5Proxy({ login }));
    const settings = { host: proxy.host, port: proxy.port, user: login.username };
    const transport = new SocksProxyTcpTransport({ ...settings, password: 'wrong' });
    await expect(transport.connect(dcOf(echo))).rejects.toThrow(/invalid auth/);
  });
});
