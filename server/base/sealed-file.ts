import { readFile, writeFile } from 'node:fs/promises';
import type { Crypto } from './crypto.ts';

/** Tells a sealed file from any other. */
const MAGIC = Buffer.from('VESTNIK1');
const CONTEXT = 'sealed file';

/** Writes bytes so that only this installation's key opens them, readable by its owner alone. */
export async function writeSealed(crypto: Crypto, path: string, plain: Uint8Array): Promise<void> {
  const sealed = Buffer.concat([MAGIC, crypto.encrypt(plain, CONTEXT)]);
  await writeFile(path, sealed, { mode: 0o600 });
}

/**
 * Reads a sealed file.
 * @returns undefined when it isn't one
 * @throws Error when it was sealed with another key or damaged
 */
export async function readSealed(crypto: Crypto, path: string): Promise<Buffer | undefined> {
  const bytes = await readFile(path);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return crypto.decrypt(bytes.subarray(MAGIC.length), CONTEXT);
}
