import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline, Transform } from 'node:stream';

/** How a proxy fails: it resets every connection, or takes everything and never answers. */
type Breakage = 'refuse' | 'hang';

export type TestProxy = {
  host: string;
  port: number;
  /** What passed since the start: connections taken, tunnels opened, bytes relayed either way. */
  counters: Readonly<{ connections: number; tunnels: number; bytes: number }>;
  /**
   * Breaks the proxy, or mends it with undefined. Open tunnels break along; none survives its
   * mending, as what they carried meanwhile is lost.
   */
  setBroken(how: Breakage | undefined): void;
  /** Closes the proxy and every connection through it. */
  stop(): Promise<void>;
};

/** What the server a proxy relays to sees as the source address; 127.0.0.2 to tell it apart. */
export type OutgoingOptions = { localAddress?: string };

export type Connect = (to: { host: string; port: number }) => Promise<Socket>;

/** A tunnel ready to relay: its far end, and what recodes the bytes on their way. */
export type Tunnel = { upstream: Socket; toServer?: Duplex[]; toClient?: Duplex[] };

/** A protocol's opening talk; undefined when it refused the client (and told it so). */
export type Handshake = (client: Socket, connect: Connect) => Promise<Tunnel | undefined>;

const handshakeWithinMs = 10_000;

type State = {
  counters: { connections: number; tunnels: number; bytes: number };
  broken: Breakage | undefined;
  /** All open sockets, of both sides. */
  sockets: Set<Socket>;
};

/** Starts a proxy on a free port of 127.0.0.1; the protocol is the handshake's matter. */
export async function startProxyServer(
  handshake: Handshake,
  { localAddress }: OutgoingOptions,
): Promise<TestProxy> {
  const state: State = {
    counters: { connections: 0, tunnels: 0, bytes: 0 },
    broken: undefined,
    sockets: new Set(),
  };
  const connectOut: Connect = async (to) => {
    const from = localAddress === undefined ? {} : { localAddress, family: 4 };
    const upstream = connect({ ...to, ...from, timeout: handshakeWithinMs });
    track(state, upstream);
    upstream.once('timeout', () => upstream.destroy(new Error('connecting took too long')));
    await once(upstream, 'connect');
    upstream.setTimeout(0);
    return upstream;
  };
  const server = createServer({ noDelay: true }, (client) => {
    state.counters.connections += 1;
    track(state, client);
    if (state.broken === 'refuse') client.resetAndDestroy();
    if (state.broken === undefined) void serve(state, client, handshake, connectOut);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: portOf(server),
    counters: state.counters,
    setBroken(how) {
      const mended = state.broken !== undefined && how !== state.broken;
      state.broken = how;
      if (how === 'refuse' || mended) for (const socket of state.sockets) socket.resetAndDestroy();
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of state.sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  state: State,
  client: Socket,
  handshake: Handshake,
  connectOut: Connect,
): Promise<void> {
  client.setTimeout(handshakeWithinMs, () => client.destroy());
  try {
    const tunnel = await handshake(client, connectOut);
    if (!tunnel) return;
    client.setTimeout(0);
    state.counters.tunnels += 1;
    relay(state, client, tunnel);
  } catch {
    // a client that talks nonsense or leaves in the middle learns as much from a closed connection
    client.destroy();
  }
}

function relay(state: State, client: Socket, tunnel: Tunnel): void {
  const { upstream, toServer = [], toClient = [] } = tunnel;
  const closeBoth = () => {
    client.destroy();
    upstream.destroy();
  };
  pipeline([client, ...toServer, meter(state), upstream], closeBoth);
  pipeline([upstream, ...toClient, meter(state), client], closeBoth);
}

/** Counts what passes, and lets it vanish while the proxy hangs. */
function meter(state: State): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (state.broken === 'hang') return done();
      state.counters.bytes += chunk.length;
      done(null, chunk);
    },
  });
}

function track(state: State, socket: Socket): void {
  state.sockets.add(socket);
  socket.once('close', () => state.sockets.delete(socket));
  // a broken connection is told by its 'close'; without a listener it would end the process
  socket.on('error', () => {});
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return address.port;
}
