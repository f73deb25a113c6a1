import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'vitest';
import type { EchoServer } from './echo-server.ts';
import { startEchoServer } from './echo-server.ts';
import { readBytes } from './read-socket.ts';

type Stoppable = { stop(): Promise<void> };

type Fixtures = {
  /** A server to be reached through the proxy. */
  echo: EchoServer;
  /** Has a started server stopped at the test's end. */
  started<T extends Stoppable>(server: Promise<T>): Promise<T>;
};

export const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

/** A test of a proxy, whose servers are stopped at its end. */
export const itWithProxy = test.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the wanted fixtures from the pattern
  started: async ({}, use) => {
    const servers: Stoppable[] = [];
    await use(async (server) => {
      const ready = await server;
      servers.push(ready);
      return ready;
    });
    for (const server of servers) await server.stop();
  },
  echo: async ({ started }, use) => use(await started(startEchoServer())),
});

/** A raw connection to a proxy. */
export async function open({ host, port }: { host: string; port: number }): Promise<Socket> {
  const socket = connect(port, host);
  await once(socket, 'connect');
  // the tests look at what came before the end, not at how it ended
  socket.on('error', () => {});
  return socket;
}

/** Waits until a proxy that refuses has thrown out a new connection. */
export async function refused({ host, port }: { host: string; port: number }): Promise<void> {
  const socket = connect(port, host);
  // whether the reset comes before the connection is known to stand is a matter of luck
  socket.on('error', () => {});
  await closed(socket);
}

/** Sends the bytes and waits for `count` bytes of answer. */
export async function ask(socket: Socket, bytes: Uint8Array, count: number): Promise<Buffer> {
  socket.write(bytes);
  return readBytes(socket, count);
}

/** Waits until the connection is over, however it ends. */
export async function closed(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}

/** Sends the bytes and waits until all have left. */
export function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}
