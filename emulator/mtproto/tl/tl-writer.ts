import type { Long } from '@mtcute/core';
import { VECTOR } from './tl-reader.ts';

/** Writes TL into a buffer that grows. One writer is reused: take `result()` before `reset()`. */
export class TlWriter {
  private buffer: Buffer;
  position = 0;

  constructor(size = 4096) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  reset(): this {
    this.position = 0;
    return this;
  }

  /** A copy of what was written. */
  result(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.position));
  }

  private room(length: number): number {
    const at = this.position;
    const end = at + length;
    if (end > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, at);
      this.buffer = larger;
    }
    this.position = end;
    return at;
  }

  int(value: number): void {
    const at = this.room(4);
    this.buffer.writeInt32LE(value | 0, at);
  }

  uint(value: number): void {
    const at = this.room(4);
    this.buffer.writeUInt32LE(value >>> 0, at);
  }

  long(value: Long): void {
    const at = this.room(8);
    this.buffer.writeInt32LE(value.low, at);
    this.buffer.writeInt32LE(value.high, at + 4);
  }

  bigLong(value: bigint): void {
    const at = this.room(8);
    this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), at);
  }

  int53(value: number): void {
    const at = this.room(8);
    this.buffer.writeUInt32LE(value >>> 0, at);
    this.buffer.writeInt32LE(Math.floor(value / 0x1_0000_0000), at + 4);
  }

  double(value: number): void {
    const at = this.room(8);
    this.buffer.writeDoubleLE(value, at);
  }

  raw(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.buffer.set(bytes, at);
  }

  private lengthOf(length: number): void {
    if (length < 254) {
      const at = this.room(1);
      this.buffer[at] = length;
    } else {
      const at = this.room(4);
      this.buffer.writeUInt32LE((length * 256 + 254) >>> 0, at);
    }
  }

  private pad(): void {
    while (this.position & 3) {
      const at = this.room(1);
      this.buffer[at] = 0;
    }
  }

  byteString(bytes: Uint8Array): void {
    this.lengthOf(bytes.length);
    this.raw(bytes);
    this.pad();
  }

  string(text: string): void {
    const length = Buffer.byteLength(text);
    this.lengthOf(length);
    const at = this.room(length);
    this.buffer.write(text, at, 'utf8');
    this.pad();
  }

  vector<T>(items: readonly T[], writeItem: (item: T) => void): void {
    this.uint(VECTOR);
    this.uint(items.length);
    for (const item of items) writeItem(item);
  }
}
