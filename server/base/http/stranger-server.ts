import type { lookup } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';

/** A real HTTP server on 127.0.0.1 whose answers a test chooses. */
export type StrangerServer = {
  origin: string;
  port: number;
  /** What was asked of it, as `GET /path`. */
  hits: string[];
  respond: RequestListener;
  close(): Promise<void>;
};

export async function startStrangerServer(): Promise<StrangerServer> {
  const server = createServer((request, response) => {
    stranger.hits.push(`${request.method} ${request.url}`);
    stranger.respond(request, response);
  });
  const port = await listen(server);
  const stranger: StrangerServer = {
    origin: `http://127.0.0.1:${port}`,
    port,
    hits: [],
    respond: (_request, response) => response.end(),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
  return stranger;
}

/** A server that writes the given bytes, for answers that node:http would never give. */
export async function startRawServer(
  answer: string,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(answer));
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Answers with a body that goes on until the other side hangs up. */
export const endlessBody: RequestListener = (_request, response) => {
  const chunk = Buffer.alloc(16_384, 'x');
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
};

/** Name resolution that gives the same addresses for every name, and counts the questions. */
export function fakeLookup(...addresses: string[]): typeof lookup & { asked: string[] } {
  const asked: string[] = [];
  const resolve = (
    hostname: string,
    _options: unknown,
    callback: (error: null, found: { address: string; family: number }[]) => void,
  ) => {
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return Object.assign(resolve, { asked }) as unknown as typeof lookup & { asked: string[] };
}
