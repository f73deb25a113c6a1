import { HttpProxyTcpTransport } from '@mtcute/node';
import { describe, expect } from 'vitest';
import { startEchoServer } from './echo-server.ts';
import { startHttpProxy } from './http-connect.ts';
import { ask, closed, hasIpv6, itWithProxy as it, open, refused } from './proxy-test.ts';
import { readThrough } from './read-socket.ts';

const login = { username: 'anna', password: 'p:w d' };

async function request(proxy: { host: string; port: number }, ...lines: string[]) {
  const client = await open(proxy);
  client.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = await readThrough(client, '\r\n\r\n', 1000);
  return { client, status: Number(head.split(' ')[1]) };
}

const basic = (text: string) =>
  `proxy-authorization: Basic ${Buffer.from(text).toString('base64')}`;

describe('an HTTP proxy', () => {
  it('opens a tunnel', async ({ echo, started }) => {
    const proxy = await started(startHttpProxy());
    const { client, status } = await request(proxy, `CONNECT 127.0.0.1:${echo.port} HTTP/1.1`);
    expect(status).toBe(200);
    expect(await ask(client, Buffer.from('hello'), 5)).toEqual(Buffer.from('hello'));
    expect(proxy.counters).toEqual({ connections: 1, tunnels: 1, bytes: 10 });
  });

  it.runIf(hasIpv6)('opens a tunnel to an IPv6 address', async ({ started }) => {
    const echo = await started(startEchoServer('::1'));
    const proxy = await started(startHttpProxy());
    const { client, status } = await request(proxy, `CONNECT [::1]:${echo.port} HTTP/1.1`);
    expect(status).toBe(200);
    expect(await ask(client, Buffer.from('hello'), 5)).toEqual(Buffer.from('hello'));
  });

  it('passes on what the client sent along with its request', async ({ echo, started }) => {
    const client = await open(await started(startHttpProxy()));
    client.write(`CONNECT 127.0.0.1:${echo.port} HTTP/1.1\r\nHost: x\r\n\r\nearly`);
    await readThrough(client, '\r\n\r\n', 1000);
    expect(await readThrough(client, 'early', 5)).toBe('early');
  });

  it('goes out from the address it was given', async ({ echo, started }) => {
    const proxy = await started(startHttpProxy({ localAddress: '127.0.0.2' }));
    const { client } = await request(proxy, `CONNECT 127.0.0.1:${echo.port} HTTP/1.1`);
    await ask(client, Buffer.from('x'), 1);
    expect(echo.sources).toEqual(['127.0.0.2']);
  });

  it.for([
    ['GET http://127.0.0.1/ HTTP/1.1', 405],
    ['CONNECT 127.0.0.1 HTTP/1.1', 400],
    ['CONNECT 127.0.0.1:99999 HTTP/1.1', 400],
    ['hello', 400],
    ['CONNECT 127.0.0.1:1 HTTP/1.1', 502],
  ] as const)('answers %j with %i', async ([line, expected], { started }) => {
    const { client, status } = await request(await started(startHttpProxy()), line);
    expect(status).toBe(expected);
    await closed(client);
  });

  it('closes on a request without end', async ({ started }) => {
    const client = await open(await started(startHttpProxy()));
    client.write('x'.repeat(20_000));
    await closed(client);
  });

  it('with a login lets in who knows it', async ({ echo, started }) => {
    const proxy = await started(startHttpProxy({ login }));
    const line = `CONNECT 127.0.0.1:${echo.port} HTTP/1.1`;
    expect((await request(proxy, line, basic('anna:p:w d'))).status).toBe(200);
  });

  it.for([[], [basic('anna:wrong')], ['proxy-authorization: Bearer x']])(
    'with a login turns away %j',
    async (headers, { echo, started }) => {
      const proxy = await started(startHttpProxy({ login }));
      const line = `CONNECT 127.0.0.1:${echo.port} HTTP/1.1`;
      const { client, status } = await request(proxy, line, ...headers);
      expect(status).toBe(407);
      await closed(client);
      expect(echo.sources).toEqual([]);
    },
  );

  it('resets connections while it refuses', async ({ started }) => {
    const proxy = await started(startHttpProxy());
    proxy.setBroken('refuse');
    await refused(proxy);
    expect(proxy.counters).toMatchObject({ connections: 1, tunnels: 0 });
  });
});

describe("mtcute's HTTP transport", () => {
  it('passes with the right login', async ({ echo, started }) => {
    const proxy = await started(startHttpProxy({ login }));
    const settings = { host: proxy.host, port: proxy.port, user: login.username };
    const transport = new HttpProxyTcpTransport({ ...settings, password: login.password });
    const connection = await transport.connect({ id: 2, ipAddress: echo.host, port: echo.port });
    await connection.write(Buffer.from('hello'));
    const into = new Uint8Array(5);
    await connection.read(into);
    expect(Buffer.from(into).toString()).toBe('hello');
    connection.close();
  });

  it('fails without one', async ({ echo, started }) => {
    const proxy = await started(startHttpProxy({ login }));
    const transport = new HttpProxyTcpTransport({ host: proxy.host, port: proxy.port });
    const dc = { id: 2, ipAddress: echo.host, port: echo.port };
    await expect(transport.connect(dc)).rejects.toThrow(/407/);
  });
});
