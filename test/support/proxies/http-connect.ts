import type { Socket } from 'node:net';
import type { Connect, OutgoingOptions, TestProxy, Tunnel } from './proxy-server.ts';
import { startProxyServer } from './proxy-server.ts';
import { readThrough } from './read-socket.ts';
import type { ProxyLogin } from './socks5.ts';

const maxHeadBytes = 16_384;

/**
 * Starts an HTTP proxy that knows CONNECT (RFC 9110, 9.3.6) and nothing else. With a login given
 * (Basic, RFC 7617), it lets no one else through.
 */
export function startHttpProxy(
  options: { login?: ProxyLogin } & OutgoingOptions = {},
): Promise<TestProxy> {
  return startProxyServer((client, connect) => handshake(client, connect, options.login), options);
}

async function handshake(
  client: Socket,
  connect: Connect,
  login: ProxyLogin | undefined,
): Promise<Tunnel | undefined> {
  const head = await readThrough(client, '\r\n\r\n', maxHeadBytes);
  const [, method, target] = /^(\S+) (\S+) HTTP\/1\.[01]\r\n/.exec(head) ?? [];
  if (method === undefined || target === undefined) return refuse(client, '400 Bad Request');
  if (method !== 'CONNECT') return refuse(client, '405 Method Not Allowed');
  if (login && !isLoggedIn(head, login)) {
    return refuse(client, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic');
  }
  const to = parseTarget(target);
  if (!to) return refuse(client, '400 Bad Request');
  try {
    const upstream = await connect(to);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    return { upstream };
  } catch {
    return refuse(client, '502 Bad Gateway');
  }
}

function isLoggedIn(head: string, login: ProxyLogin): boolean {
  const [, given] = /^proxy-authorization: *basic +(\S+) *$/im.exec(head) ?? [];
  const expected = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  return given === expected;
}

function parseTarget(target: string): { host: string; port: number } | undefined {
  const [, ipv6, name, port] = /^(?:\[([\da-f:.]+)\]|([^\s:]+)):(\d{1,5})$/i.exec(target) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host, port: Number(port) };
}

function refuse(client: Socket, status: string, header?: string): undefined {
  const lines = [`HTTP/1.1 ${status}`, 'Content-Length: 0', 'Connection: close'];
  if (header) lines.push(header);
  client.end(`${lines.join('\r\n')}\r\n\r\n`);
  return undefined;
}
