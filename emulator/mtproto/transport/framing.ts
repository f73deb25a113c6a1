/** A broken frame: the connection can't be followed any further and must be closed. */
export class FramingError extends Error {}

/** Parts of files are the largest thing sent: half a megabyte and what surrounds it. */
const LARGEST_PACKET = 2 * 1024 * 1024;

/** One frame found in a stream of bytes: the packet and where the frame ends. */
type Frame = { packet: Buffer; end: number };

/**
 * How packets are told apart on a connection (https://core.telegram.org/mtproto/mtproto-transports).
 * A packet is an encrypted message, an unencrypted one, or a 4-byte error.
 */
export type Framing = {
  readonly name: 'abridged' | 'intermediate' | 'padded intermediate' | 'full';
  /**
   * The frame at the beginning of the bytes, or undefined while it isn't complete.
   *
   * @throws FramingError
   */
  take(bytes: Buffer): Frame | undefined;
  wrap(packet: Buffer): Buffer;
};

/** @throws FramingError when no packet can have this length */
export function checkLength(length: number): void {
  if (length <= 0 || length > LARGEST_PACKET) {
    throw new FramingError(`A packet of ${length} bytes was announced`);
  }
}
