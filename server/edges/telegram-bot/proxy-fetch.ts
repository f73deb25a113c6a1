import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Agent, type RequestInit as Init, fetch as undiciFetch } from 'undici';
import { openTunnel } from './open-tunnel.ts';
import type { BotProxy } from './port.ts';

const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/**
 * `fetch` through a proxy, and never past it.
 * @param timeoutMs to a connection
 */
export function proxyFetch(proxy: BotProxy, timeoutMs: number): typeof fetch {
  const agent = new Agent({
    connect(target, callback) {
      openConnection(proxy, target, timeoutMs).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
  });
  const through = (address: string, { signal, ...init }: Init = {}) =>
    undiciFetch(address, {
      ...init,
      // What streams can't be read twice, and `fetch` asks for that to be said.
      duplex: 'half',
      dispatcher: agent,
      ...(signal && { signal: ofPlatform(signal) }),
    });
  return through as unknown as typeof fetch;
}

async function openConnection(
  proxy: BotProxy,
  { hostname, port, protocol }: { hostname: string; port: string; protocol: string },
  timeoutMs: number,
): Promise<Socket> {
  const isSecure = protocol === 'https:';
  const target = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? HTTPS_PORT : HTTP_PORT),
  };
  const socket = await openTunnel(proxy, target, timeoutMs);
  if (!isSecure) return socket;
  return new Promise((resolve, reject) => {
    const secure = connectTls({ socket, servername: target.host });
    const timer = setTimeout(() => secure.destroy(new Error('no TLS in time')), timeoutMs);
    secure.once('secureConnect', () => {
      clearTimeout(timer);
      resolve(secure);
    });
    secure.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** The Bot API's client brings signals of its own making, which the platform's `fetch` refuses. */
function ofPlatform(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort(), { once: true });
  return controller.signal;
}
