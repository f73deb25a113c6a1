import { type FileHandle, open } from 'node:fs/promises';
import type { Crypto } from './crypto.ts';

/** Tells a sealed stream from any other file. */
const MAGIC = Buffer.from('VESTNIKS');
const BLOCK_BYTES = 64 * 1024;
/** What sealing adds to a block: version, nonce, tag. */
const MOST_BLOCK_BYTES = BLOCK_BYTES + 64;
const LENGTH_BYTES = 4;

/** The place of a block is part of what it is sealed with: none can be moved, left out or repeated. */
const contextOf = (index: number, isLast: boolean) =>
  `sealed stream ${index}${isLast ? ' last' : ''}`;

/** A file being written, block by block, so that only this installation's key opens it. */
export type SealedWriter = {
  write(data: Uint8Array | string): Promise<void>;
  /** Bytes taken so far, before sealing. */
  size(): number;
  /** The file is whole only after this. */
  end(): Promise<void>;
  /** Lets go of a file that won't become whole. */
  abandon(): Promise<void>;
};

/** Begins a sealed file of any size; memory holds one block. Readable by its owner alone. */
export async function openSealedWriter(crypto: Crypto, path: string): Promise<SealedWriter> {
  const file = await open(path, 'w', 0o600);
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let size = 0;
  let index = 0;

  const writeBlock = async (block: Uint8Array, isLast: boolean) => {
    const sealed = crypto.encrypt(block, contextOf(index++, isLast));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(sealed.length);
    await file.write(Buffer.concat([length, sealed]));
  };

  await file.write(MAGIC);
  return {
    async write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      size += bytes.length;
      if (waitingBytes < BLOCK_BYTES) return;
      let all = Buffer.concat(waiting);
      while (all.length >= BLOCK_BYTES) {
        await writeBlock(all.subarray(0, BLOCK_BYTES), false);
        all = all.subarray(BLOCK_BYTES);
      }
      waiting = [Buffer.from(all)];
      waitingBytes = all.length;
    },
    size: () => size,
    async end() {
      await writeBlock(Buffer.concat(waiting), true);
      await file.close();
    },
    abandon: () => file.close(),
  };
}

/**
 * Reads a sealed file from its beginning, block by block.
 * @throws Error when it isn't one, was changed, cut off, or sealed with another key
 */
export async function* readSealedStream(crypto: Crypto, path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const magic = await readExactly(file, MAGIC.length);
    if (!magic?.equals(MAGIC)) throw new Error('not a sealed stream');
    let next = await readBlock(file);
    for (let index = 0; next; index++) {
      const block = next;
      next = await readBlock(file);
      yield crypto.decrypt(block, contextOf(index, next === undefined));
    }
  } finally {
    await file.close();
  }
}

async function readBlock(file: FileHandle): Promise<Buffer | undefined> {
  const length = (await readExactly(file, LENGTH_BYTES))?.readUInt32LE();
  if (length === undefined) return undefined;
  const block = length > MOST_BLOCK_BYTES ? undefined : await readExactly(file, length);
  if (!block) throw new Error('the sealed stream is damaged');
  return block;
}

async function readExactly(file: FileHandle, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : undefined;
}
