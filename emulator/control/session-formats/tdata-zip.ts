import { convertToTdata } from '@mtcute/convert';
import type { StringSessionData } from '@mtcute/core/utils.js';
import { zip } from './zip.ts';

/**
 * Telegram Desktop's folder `tdata` with these accounts, as a zip archive. The format has no place
 * for a server's address: whoever reads it must replace the production addresses by the box's.
 *
 * @param passcode  the local passcode that opens it, if any
 */
export async function tdataZip(
  accounts: StringSessionData[],
  passcode: string | undefined,
): Promise<Buffer> {
  const files = new Map<string, Uint8Array>();
  const fs = {
    readFile: async (path: string) => files.get(path) ?? missing(path),
    writeFile: async (path: string, data: Uint8Array) => void files.set(path, data),
    mkdir: async () => {},
    stat: async (path: string) => ({
      size: (files.get(path) ?? missing(path)).length,
      lastModified: 0,
    }),
  };
  await convertToTdata(accounts, { path: 'tdata', fs, ...(passcode ? { passcode } : {}) });
  return zip(files);
}

function missing(path: string): never {
  throw Object.assign(new Error(`There is no file ${path}`), { code: 'ENOENT' });
}
