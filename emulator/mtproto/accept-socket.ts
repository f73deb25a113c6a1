import type { Socket } from 'node:net';
import { createKeyExchange } from './crypto/key-exchange.ts';
import { handlePacket } from './handle-packet.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { detachWire, registerAgreedKey } from './registry.ts';
import type { Wire } from './session.ts';
import { TlError } from './tl/tl-reader.ts';
import { FramingError } from './transport/framing.ts';
import { createPacketStream } from './transport/packet-stream.ts';

/** How much a client may leave unread before its connection is given up, in bytes. */
const MOST_UNREAD = 64 * 1024 * 1024;

/** Serves one connection until either side closes it. */
export function acceptSocket(server: MtprotoServer, socket: Socket): void {
  const stream = createPacketStream();
  const exchange = createKeyExchange(server.serverKey, (agreed) =>
    registerAgreedKey(server, agreed),
  );
  const wire: Wire = {
    address: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    sessions: new Set(),
    closeAfter: Number.POSITIVE_INFINITY,
    send(packet) {
      if (socket.destroyed) return;
      socket.write(stream.frame(packet));
      if (socket.writableLength > MOST_UNREAD) socket.destroy();
    },
    fail(code) {
      const packet = Buffer.alloc(4);
      packet.writeInt32LE(-code);
      if (!socket.destroyed) socket.end(stream.frame(packet));
    },
    close: () => socket.destroy(),
  };
  server.wires.add(wire);
  socket.setNoDelay(true);

  socket.on('data', (bytes) => {
    try {
      stream.receive(bytes, (packet) => {
        if (!socket.destroyed) handlePacket(server, wire, exchange, packet);
      });
    } catch (error) {
      if (!(error instanceof FramingError || error instanceof TlError)) throw error;
      server.log(`A connection from ${wire.address} was closed: ${error.message}`);
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy()); // resets and the like; 'close' follows
  socket.on('end', () => detachWire(server, wire)); // the client is gone, whatever still leaves
  socket.on('close', () => detachWire(server, wire));
}
