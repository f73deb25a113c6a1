import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { BotProxy } from './port.ts';

type Target = { host: string; port: number };

/** A proxy that let nothing through: nothing was asked of whoever stands behind it. */
export class ProxyFailure extends Error {
  readonly code: 'proxy_unavailable' | 'mtproto_proxy';

  constructor(code: ProxyFailure['code'], cause?: unknown) {
    super(code, { cause });
    this.name = 'ProxyFailure';
    this.code = code;
  }
}

/**
 * A connection through a SOCKS5 (RFC 1928, 1929) or HTTP proxy (CONNECT), ready to be spoken over.
 * @param timeoutMs for all of it: a dead proxy would otherwise be waited for for ever
 * @throws ProxyFailure
 */
export async function openTunnel(
  proxy: BotProxy,
  target: Target,
  timeoutMs: number,
): Promise<Socket> {
  // These carry Telegram's own protocol and nothing else.
  if (proxy.type === 'mtproto') throw new ProxyFailure('mtproto_proxy');
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new Error('the proxy took too long')), timeoutMs);
  try {
    const open = proxy.type === 'http' ? throughHttp : throughSocks;
    return await open(proxy, target, ending.signal);
  } catch (error) {
    throw new ProxyFailure('proxy_unavailable', error);
  } finally {
    clearTimeout(timer);
  }
}

function throughHttp(
  { host, port, username, password }: BotProxy,
  target: Target,
  signal: AbortSignal,
): Promise<Socket> {
  const login = `${username ?? ''}:${password ?? ''}`;
  return new Promise((resolve, reject) => {
    request({
      host,
      port,
      method: 'CONNECT',
      path: authority(target),
      agent: false,
      signal,
      headers: {
        host: authority(target),
        ...(username && {
          'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}`,
        }),
      },
    })
      .once('connect', ({ statusCode }, socket: Socket) => {
        if (statusCode === 200) return resolve(socket);
        socket.destroy();
        reject(new Error(`the proxy answered ${statusCode}`));
      })
      .once('response', ({ statusCode }) => reject(new Error(`the proxy answered ${statusCode}`)))
      .once('error', reject)
      .end();
  });
}

const authority = ({ host, port }: Target) =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

const SOCKS = 5;
const NO_LOGIN = 0;
const LOGIN = 2;
const CONNECT = 1;
const DOMAIN = 3;
/** Bytes of an address in an answer, by its type. */
const addressBytes: Readonly<Record<number, number>> = { 1: 4, 4: 16 };

async function throughSocks(
  { host, port, username, password }: BotProxy,
  target: Target,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true });
  const end = () => socket.destroy(new Error('the proxy took too long'));
  signal.addEventListener('abort', end, { once: true });
  try {
    const methods = username ? [NO_LOGIN, LOGIN] : [NO_LOGIN];
    socket.write(Buffer.from([SOCKS, methods.length, ...methods]));
    const [, method] = await read(socket, 2);
    if (method === LOGIN && username) {
      const [name, word] = [Buffer.from(username), Buffer.from(password ?? '')];
      socket.write(Buffer.from([1, name.length, ...name, word.length, ...word]));
      const [, refused] = await read(socket, 2);
      if (refused !== 0) throw new Error('the proxy refused the login');
    } else if (method !== NO_LOGIN) throw new Error('the proxy wants a login');
    const name = Buffer.from(target.host);
    const { port: to } = target;
    socket.write(
      Buffer.from([SOCKS, CONNECT, 0, DOMAIN, name.length, ...name, to >> 8, to & 0xff]),
    );
    const [, refused, , type = 0] = await read(socket, 4);
    if (refused !== 0) throw new Error(`the proxy answered ${refused}`);
    const rest = type === DOMAIN ? ((await read(socket, 1))[0] ?? 0) : (addressBytes[type] ?? 0);
    await read(socket, rest + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Takes exactly so many bytes; what comes after them is whoever's speaks next. */
function read(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const bytes: Buffer | null = socket.read(count);
      if (bytes === null) return;
      settle();
      resolve(bytes);
    };
    const fail = (error?: unknown) => {
      settle();
      reject(error ?? new Error('the proxy hung up'));
    };
    const ended = () => fail();
    const settle = () => {
      socket.off('readable', look).off('error', fail).off('close', ended).off('end', ended);
    };
    socket.on('readable', look).on('error', fail).on('close', ended).on('end', ended);
    look();
  });
}
