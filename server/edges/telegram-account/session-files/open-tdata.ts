import { readFile, stat } from 'node:fs/promises';
import type { INodeFsLike, TdKeyData } from '@mtcute/convert';
import { Tdata } from '@mtcute/convert';
import { AppError } from '../../../base/errors.ts';
import { isNotFound, isSystemError } from './system-error.ts';
import { texts } from './texts.ts';

/** Telegram Desktop allows 6 accounts; modified builds allow more. */
const maxAccounts = 100;

/**
 * Versions of Telegram Desktop, as major × 1,000,000 + minor × 1,000 + patch. Before 1.0 the layout
 * was another one; a number far beyond today's is not a version.
 */
const oldestVersion = 1_000_000;
const newestVersion = 20_000_000;

/** A tdata file with keys takes some kilobytes. */
const maxFileBytes = 16 * 1024 * 1024;

/**
 * Opens a tdata folder: unlocks its key with the passcode ('' for none) and reads the list of its
 * accounts. Layout: Telegram Desktop, storage/storage_domain.cpp.
 *
 * `Tdata.open` isn't used: it makes room for as many accounts as the file claims before it looks,
 * so that a crafted file ends the whole process.
 * @returns the open folder; `keyData.order` holds the accounts' indexes
 * @throws AppError wrong_passcode, invalid_tdata
 */
export async function openTdata(folder: string, passcode: string): Promise<Tdata> {
  const empty = { count: 0, order: [], active: 0 };
  const tdata = await Tdata.create({
    path: folder,
    ignoreVersion: true,
    fs: readOnlyFiles,
    keyData: empty,
  });
  const file = await readKeyFile(tdata);
  if (file.version < oldestVersion || file.version >= newestVersion) {
    throw new AppError('invalid_tdata', texts.tdataVersion(file.version));
  }
  const passcodeKey = await tdata.createLocalKey(file.salt, passcode);
  const localKey = await tdata.decryptLocal(file.localKey, passcodeKey).catch(() => {
    // the file's own checksum was right, so it is the passcode that doesn't fit
    const text = passcode === '' ? texts.passcodeNeeded : texts.passcodeWrong;
    throw new AppError('wrong_passcode', text);
  });
  const info = await tdata.decryptLocal(file.info, localKey).catch((cause: unknown) => {
    throw new AppError('invalid_tdata', texts.damagedTdata, { cause });
  });
  Object.assign(tdata.keyData, { ...accountOrder(Buffer.from(info)), localKey });
  return tdata;
}

type KeyFile = { version: number; salt: Buffer; localKey: Buffer; info: Buffer };

async function readKeyFile(tdata: Tdata): Promise<KeyFile> {
  try {
    const [version, data] = await tdata.readFile('key_data');
    const bytes = Buffer.from(data);
    const salt = byteArray(bytes, 0);
    const localKey = byteArray(bytes, salt.end);
    const info = byteArray(bytes, localKey.end);
    return { version, salt: salt.bytes, localKey: localKey.bytes, info: info.bytes };
  } catch (error) {
    if (isSystemError(error) || error instanceof AppError) throw error;
    throw new AppError('invalid_tdata', texts.damagedTdata, { cause: error });
  }
}

/** Qt's QByteArray in a QDataStream: its length in 4 big-endian bytes, then the bytes. */
function byteArray(from: Buffer, start: number): { bytes: Buffer; end: number } {
  const end = start + 4 + from.readUInt32BE(start);
  if (end > from.length) throw new Error('a byte array reaches over the end of the file');
  return { bytes: from.subarray(start + 4, end), end };
}

function accountOrder(info: Buffer): Pick<TdKeyData, 'count' | 'order' | 'active'> {
  const count = info.length < 4 ? -1 : info.readInt32BE(0);
  if (count === 0) throw new AppError('invalid_tdata', texts.tdataWithoutAccounts);
  if (count < 0 || count > maxAccounts || info.length < 4 + 4 * count + 4) {
    throw new AppError('invalid_tdata', texts.damagedTdata);
  }
  const order = Array.from({ length: count }, (_, i) => info.readInt32BE(4 + 4 * i));
  if (order.some((index) => index < 0 || index >= maxAccounts)) {
    throw new AppError('invalid_tdata', texts.damagedTdata);
  }
  return { count, order, active: info.readInt32BE(4 + 4 * count) };
}

/** Files as the reader wants them: what is missing is undefined, and nothing is ever written. */
const readOnlyFiles: INodeFsLike = {
  async stat(path) {
    try {
      const { size, mtimeMs } = await stat(path);
      return { size, lastModified: mtimeMs };
    } catch (error) {
      // the reader asks for several names in turn and expects a missing file to be no error
      if (isNotFound(error)) return undefined as never;
      throw error;
    }
  },
  async readFile(path) {
    if ((await stat(path)).size > maxFileBytes) {
      throw new AppError('invalid_tdata', texts.damagedTdata);
    }
    return readFile(path);
  },
  async writeFile() {},
  async mkdir() {},
};
