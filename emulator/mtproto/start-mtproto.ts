import { createServer, type Socket } from 'node:net';
import { createCallCounts } from '../calls/call-counts.ts';
import { createFaultStore } from '../calls/faults.ts';
import type { World } from '../world/world.ts';
import type { WorldEvent } from '../world/world-event.ts';
import { acceptSocket } from './accept-socket.ts';
import { loadAesIge } from './crypto/aes-ige.ts';
import { generateServerKey } from './crypto/server-key.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { pushUpdates } from './push-updates.ts';
import { sweep } from './registry.ts';
import { createCodec } from './tl/codec.ts';

const SWEEP_EVERY_MS = 1000;
/** The data centre that the box says it is: the one most accounts live in. */
const DC_ID = 2;

/**
 * Listens for MTProto connections on behalf of the world.
 *
 * @param options.port  0 takes a free one
 */
export async function startMtproto(
  world: World,
  options: { host: string; port: number; log: (text: string) => void },
): Promise<{ server: MtprotoServer; stop(): Promise<void> }> {
  await loadAesIge();
  const serverKey = await generateServerKey();
  const listener = createServer();
  const sockets = new Set<Socket>();
  const port = await new Promise<number>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port, options.host, () => {
      const address = listener.address();
      resolve(typeof address === 'object' && address ? address.port : options.port);
    });
  });
  const server: MtprotoServer = {
    world,
    codec: createCodec(),
    serverKey,
    dc: { id: DC_ID, host: options.host, port },
    faults: createFaultStore(world.random),
    calls: createCallCounts(),
    log: options.log,
    wires: new Set(),
    wiresByKey: new Map(),
    sessions: new Map(),
    sessionsByKey: new Map(),
    dirty: new Set(),
    sending: new Set(),
  };

  listener.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    acceptSocket(server, socket);
  });
  const passOn = (event: WorldEvent) => {
    try {
      pushUpdates(server, event);
    } catch (error) {
      // What has happened in the world has happened, whether or not it can be told.
      options.log(
        `An update failed inside the box: ${error instanceof Error ? error.stack : error}`,
      );
    }
  };
  world.listeners.add(passOn);
  const sweeper = setInterval(() => sweep(server), SWEEP_EVERY_MS);
  sweeper.unref();

  return {
    server,
    async stop() {
      clearInterval(sweeper);
      world.listeners.delete(passOn);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
