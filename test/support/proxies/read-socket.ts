import type { Socket } from 'node:net';

/** The next `count` bytes of a connection; later ones stay in it. Fails when it ends before. */
export async function readBytes(socket: Socket, count: number): Promise<Buffer> {
  return readUntil(socket, (read) => (read.length >= count ? count : undefined));
}

/** All up to the end mark and with it; later bytes stay in the connection. */
export async function readThrough(socket: Socket, mark: string, maxBytes: number): Promise<string> {
  const bytes = await readUntil(socket, (read) => {
    const start = read.indexOf(mark);
    if (start >= 0) return start + mark.length;
    if (read.length > maxBytes) throw new Error(`no end within ${maxBytes} bytes`);
    return undefined;
  });
  return bytes.toString('latin1');
}

/**
 * Reads until `endOf` names an end, and puts back what follows it. All there is is taken each time:
 * a socket with unread bytes reports itself readable over and over, letting nothing else run.
 */
async function readUntil(
  socket: Socket,
  endOf: (read: Buffer) => number | undefined,
): Promise<Buffer> {
  let read = Buffer.alloc(0);
  for (let end = endOf(read); ; end = endOf(read)) {
    if (end !== undefined) {
      if (end < read.length) socket.unshift(read.subarray(end));
      return read.subarray(0, end);
    }
    const chunk: Buffer | null = socket.read();
    if (chunk) read = Buffer.concat([read, chunk]);
    else if (socket.destroyed || socket.readableEnded) {
      throw new Error('the connection ended in the middle of the handshake');
    } else await readable(socket);
  }
}

/** Until there is something to read, or there never will be. The socket's own timeout bounds it. */
function readable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('readable', done).off('end', done).off('close', done);
      resolve();
    };
    socket.on('readable', done).on('end', done).on('close', done);
  });
}
