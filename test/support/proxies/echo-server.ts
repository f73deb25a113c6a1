import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';

export type EchoServer = {
  host: string;
  port: number;
  /** The addresses connections came from, in their order. */
  sources: readonly string[];
  stop(): Promise<void>;
};

/** Starts a server that sends back whatever it gets: what a proxy's tunnel is tried on. */
export async function startEchoServer(host = '127.0.0.1'): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const sources: string[] = [];
  const server = createServer((socket) => {
    sources.push(socket.remoteAddress ?? '');
    sockets.add(socket);
    // a client may leave at any moment
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    host,
    port: address.port,
    sources,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
