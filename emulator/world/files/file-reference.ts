import { accessHash } from '../access-hash.ts';
import type { World } from '../world.ts';

const REFERENCE_OWNER = 1;

/** The reference that must come with a file's id (https://core.telegram.org/api/file-references). */
export function fileReference(world: World, fileId: bigint): Buffer {
  const reference = Buffer.alloc(9);
  reference.writeBigUInt64BE(accessHash(world, REFERENCE_OWNER, fileId), 1);
  return reference;
}
