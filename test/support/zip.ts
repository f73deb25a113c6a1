import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** A file to be put into a test's zip, honest unless told otherwise. */
export type ZipEntry = {
  /** With '/' between its parts; a folder ends in '/'. As bytes for names that are no UTF-8. */
  name: string | Buffer;
  data?: Uint8Array | string;
  /** Put in as it is instead of compressed. */
  stored?: boolean;
  /** The size the archive claims, instead of the true one. */
  claimedSize?: number;
  /** The checksum the archive claims, instead of the true one. */
  claimedCrc?: number;
  /** Unix file type and permissions, e.g. 0o120777 for a link. */
  unixMode?: number;
  /** Marked as locked with a password. */
  encrypted?: boolean;
  /** Number of a compression method, instead of the one used. */
  claimedMethod?: number;
};

/**
 * Writes a zip by hand, because libraries refuse to write what the tests need: names and sizes that
 * lie. Layout: PKWARE APPNOTE.TXT 4.3.
 */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset);
    files.push(local);
    directory.push(central);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, directoryBytes, end]);
}

/** Every file under a folder as entries of a zip, below `prefix` ('' or ending in '/'). */
export async function folderEntries(folder: string, prefix: string): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = prefix + path.slice(folder.length + 1).replaceAll('\\', '/');
    entries.push({ name, data: await readFile(path) });
  }
  return entries;
}

function writeEntry(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name);
  const data = Buffer.from(entry.data ?? '');
  const packed = entry.stored ? data : deflateRawSync(data);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version needed
  common.writeUInt16LE((typeof entry.name === 'string' ? 0x800 : 0) | (entry.encrypted ? 1 : 0), 2);
  common.writeUInt16LE(entry.claimedMethod ?? (entry.stored ? 0 : 8), 4);
  common.writeUInt32LE(entry.claimedCrc ?? crc32(data), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(entry.claimedSize ?? data.length, 18);
  common.writeUInt16LE(name.length, 22);

  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((entry.unixMode ?? 0o100644) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const madeByUnix = Buffer.from([20, 3]);
  return {
    local: Buffer.concat([signature(0x04034b50), common, name, packed]),
    central: Buffer.concat([signature(0x02014b50), madeByUnix, common, rest, name]),
  };
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
