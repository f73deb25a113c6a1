import { unzipSync } from 'node:zlib';
import { Long } from '@mtcute/core';

/** Constructors that belong to TL itself (https://core.telegram.org/mtproto/TL-formal). */
export const VECTOR = 0x1cb5c415;
export const BOOL_TRUE = 0x997275b5;
export const BOOL_FALSE = 0xbc799737;
const NULL = 0x56730bcc;
export const GZIP_PACKED = 0x3072cfa1;

/** A packed object may not unpack to more than this, in bytes. */
const LARGEST_UNPACKED = 32 * 1024 * 1024;
const DEEPEST_NESTING = 64;

/** Bytes that aren't valid TL, or name a constructor that nobody knows. */
export class TlError extends Error {
  /** The unknown number, when that is what is wrong. */
  readonly unknownId?: number | undefined;

  constructor(message: string, unknownId?: number) {
    super(message);
    this.name = 'TlError';
    this.unknownId = unknownId;
  }
}

/** An object on the wire: its constructor or method, and its fields. */
export type TlObject = { _: string; [field: string]: unknown };

/** Reads the fields of a constructor or method whose number has been read. */
export type ReadFields = (reader: TlReader) => TlObject;

/** Reads TL from bytes, front to back. Running out of bytes throws TlError. */
export class TlReader {
  readonly bytes: Buffer;
  position: number;
  private readonly lookUp: (id: number) => ReadFields | undefined;
  private depth = 0;

  /** @param lookUp  finds the reader of a constructor's or method's number */
  constructor(bytes: Buffer, lookUp: (id: number) => ReadFields | undefined, position = 0) {
    this.bytes = bytes;
    this.lookUp = lookUp;
    this.position = position;
  }

  get left(): number {
    return this.bytes.length - this.position;
  }

  private take(length: number): number {
    const at = this.position;
    if (length > this.bytes.length - at) {
      throw new TlError(`TL ends too early: ${length} bytes wanted, ${this.left} left`);
    }
    this.position = at + length;
    return at;
  }

  int(): number {
    return this.bytes.readInt32LE(this.take(4));
  }

  uint(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  long(): Long {
    const at = this.take(8);
    return new Long(this.bytes.readInt32LE(at), this.bytes.readInt32LE(at + 4));
  }

  /** A `long` that holds an id: never above 2^53. */
  int53(): number {
    const at = this.take(8);
    return this.bytes.readInt32LE(at + 4) * 0x1_0000_0000 + this.bytes.readUInt32LE(at);
  }

  double(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  raw(length: number): Buffer {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  byteString(): Buffer {
    const first = this.raw(1)[0] ?? 0;
    const long = first === 254;
    const length = long ? this.raw(3).readUIntLE(0, 3) : first;
    const data = this.raw(length);
    const padding = (4 - ((length + (long ? 4 : 1)) & 3)) & 3;
    this.take(padding);
    return data;
  }

  string(): string {
    return this.byteString().toString('utf8');
  }

  bool(): boolean {
    const id = this.uint();
    if (id !== BOOL_TRUE && id !== BOOL_FALSE) throw new TlError('A Bool was expected');
    return id === BOOL_TRUE;
  }

  /** A boxed vector; `readItem` reads one item. */
  vector<T>(readItem: (reader: TlReader) => T): T[] {
    if (this.uint() !== VECTOR) throw new TlError('A vector was expected');
    const count = this.uint();
    if (count > this.left / 4) throw new TlError(`A vector claims ${count} items`);
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(readItem(this));
    return items;
  }

  /** Any boxed object. Packed ones are unpacked on the way. */
  object(): unknown {
    if (++this.depth > DEEPEST_NESTING) throw new TlError('TL is nested too deep');
    try {
      const id = this.uint();
      const read = this.lookUp(id);
      if (read) return read(this);
      if (id === BOOL_TRUE) return true;
      if (id === BOOL_FALSE) return false;
      if (id === NULL) return null;
      if (id === GZIP_PACKED) return this.unpacked().object();
      if (id === VECTOR) {
        this.position -= 4;
        return this.vector((reader) => reader.object());
      }
      throw new TlError(`Nobody knows the constructor ${id.toString(16)}`, id);
    } finally {
      this.depth--;
    }
  }

  /** A reader of other bytes that knows the same constructors. */
  over(bytes: Buffer): TlReader {
    return new TlReader(bytes, this.lookUp);
  }

  /** A reader of what the next byte string unpacks to; both gzip and zlib streams are met. */
  unpacked(): TlReader {
    return this.over(unpack(this.byteString()));
  }
}

/** @throws TlError when the bytes are no gzip or zlib stream or unpack to too much */
function unpack(packed: Buffer): Buffer {
  try {
    return unzipSync(packed, { maxOutputLength: LARGEST_UNPACKED });
  } catch {
    throw new TlError('A packed object cannot be unpacked');
  }
}
