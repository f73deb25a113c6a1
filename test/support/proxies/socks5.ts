import type { Socket } from 'node:net';
import type { Connect, OutgoingOptions, TestProxy, Tunnel } from './proxy-server.ts';
import { startProxyServer } from './proxy-server.ts';
import { readBytes } from './read-socket.ts';

export type ProxyLogin = { username: string; password: string };

const version = 5;
const methods = { none: 0, login: 2, unacceptable: 0xff };
const addressTypes = { ipv4: 1, domain: 3, ipv6: 4 };
const replies = {
  done: 0,
  failure: 1,
  networkUnreachable: 3,
  hostUnreachable: 4,
  refused: 5,
  commandUnknown: 7,
  addressUnknown: 8,
};

/** Starts a SOCKS5 proxy (RFC 1928, RFC 1929). With a login given, it lets no one else through. */
export function startSocks5Proxy(
  options: { login?: ProxyLogin } & OutgoingOptions = {},
): Promise<TestProxy> {
  return startProxyServer((client, connect) => handshake(client, connect, options.login), options);
}

async function handshake(
  client: Socket,
  connect: Connect,
  login: ProxyLogin | undefined,
): Promise<Tunnel | undefined> {
  if (!(await agreeOnMethod(client, login))) return undefined;
  const [, command, , addressType] = await readBytes(client, 4);
  const host = await readHost(client, addressType);
  const port = (await readBytes(client, 2)).readUInt16BE();
  if (command !== 1) return refuse(client, replies.commandUnknown);
  if (host === undefined) return refuse(client, replies.addressUnknown);
  try {
    const upstream = await connect({ host, port });
    client.write(reply(replies.done));
    return { upstream };
  } catch (error) {
    return refuse(client, replyTo(error));
  }
}

async function agreeOnMethod(client: Socket, login: ProxyLogin | undefined): Promise<boolean> {
  const [clientVersion, count = 0] = await readBytes(client, 2);
  if (clientVersion !== version) throw new Error('not SOCKS5');
  const offered = await readBytes(client, count);
  const wanted = login ? methods.login : methods.none;
  if (!offered.includes(wanted)) {
    client.end(Buffer.from([version, methods.unacceptable]));
    return false;
  }
  client.write(Buffer.from([version, wanted]));
  return login ? checkLogin(client, login) : true;
}

async function checkLogin(client: Socket, login: ProxyLogin): Promise<boolean> {
  await readBytes(client, 1);
  const username = await readText(client);
  const password = await readText(client);
  const right = username === login.username && password === login.password;
  if (right) client.write(Buffer.from([1, 0]));
  else client.end(Buffer.from([1, 1]));
  return right;
}

/** A text behind its length in one byte. */
async function readText(client: Socket): Promise<string> {
  const length = (await readBytes(client, 1)).readUInt8();
  return (await readBytes(client, length)).toString('utf8');
}

async function readHost(client: Socket, type: number | undefined): Promise<string | undefined> {
  if (type === addressTypes.ipv4) return (await readBytes(client, 4)).join('.');
  if (type === addressTypes.domain) return readText(client);
  if (type !== addressTypes.ipv6) return undefined;
  const bytes = await readBytes(client, 16);
  return Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16)).join(':');
}

function refuse(client: Socket, code: number): undefined {
  client.end(reply(code));
  return undefined;
}

/** The proxy's own address in it, which nobody needs, stays 0.0.0.0:0. */
function reply(code: number): Buffer {
  return Buffer.from([version, code, 0, addressTypes.ipv4, 0, 0, 0, 0, 0, 0]);
}

function replyTo(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return replies.refused;
  if (code === 'ENETUNREACH') return replies.networkUnreachable;
  if (code === 'EHOSTUNREACH' || code === 'ENOTFOUND') return replies.hostUnreachable;
  return replies.failure;
}
