import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Info = { mtproto: { host: string; port: number } };

/** One process's own way to the box: from an address of its own, and watched. */
export type Link = {
  /** What the process takes for the box's control address. */
  address: string;
  /** Bytes that came from the process towards the box so far. */
  sentBytes(): number;
  /** Connections from the process at this moment. */
  connections(): number;
  /** Its further connections come from this address. */
  comeFrom(address: string): void;
  stop(): Promise<void>;
};

/**
 * The box ends a session that is in use from two addresses at once. So each process comes from an
 * address of its own, and two of them with one session at the same moment can't go unseen.
 * @param from a loopback address, such as 127.0.0.2
 */
export async function openLink(control: string, from: string): Promise<Link> {
  let localAddress = from;
  const info = (await (await fetch(control)).json()) as Info;
  const sockets = new Set<Socket>();
  let sent = 0;
  const tcp = createServer((socket) => {
    const onward = connect({
      host: info.mtproto.host,
      port: info.mtproto.port,
      localAddress,
    });
    sockets.add(socket);
    socket.on('data', (bytes: Buffer) => {
      sent += bytes.length;
    });
    socket.pipe(onward).pipe(socket);
    const end = () => {
      sockets.delete(socket);
      socket.destroy();
      onward.destroy();
    };
    for (const side of [socket, onward]) side.on('error', end).on('close', end);
  });
  const port = await listen(tcp);
  const http = createHttpServer((_request, response) => {
    const { mtproto, ...others } = info;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...others, mtproto: { ...mtproto, host: '127.0.0.1', port } }));
  });
  const httpPort = await listen(http);
  return {
    address: `http://127.0.0.1:${httpPort}/control`,
    sentBytes: () => sent,
    connections: () => sockets.size,
    comeFrom(other) {
      localAddress = other;
    },
    async stop() {
      http.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        [http, tcp].map((server) => new Promise((resolve) => server.close(resolve))),
      );
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
