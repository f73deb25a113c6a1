import type { File } from 'grammy/types';
import type { World } from '../../world/world.ts';
import { textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { contentOf, fileById, fileByUniqueId, type NamedFile, uniqueFileId } from './file-id.ts';

/** What bots may download, in bytes. */
const LARGEST_DOWNLOAD = 20 * 1024 * 1024;

/** Where a file can be downloaded (https://core.telegram.org/bots/api#getfile). */
export function getFile({ args, bot, world }: BotCall): File {
  const fileId = textOf(args, 'file_id');
  if (fileId === '') throw badRequest('file_id not specified');
  const file = fileById(world, bot.id, fileId);
  if (!file) throw badRequest('invalid file_id');
  const { bytes, folder, ending } = contentOf(file);
  if (bytes.length > LARGEST_DOWNLOAD) throw badRequest('file is too big');
  const unique = uniqueFileId(file);
  return {
    file_id: fileId,
    file_unique_id: unique,
    file_size: bytes.length,
    file_path: `${folder}/file_${unique}.${ending}`,
  };
}

/** The file behind a path that `getFile` gave. */
export function fileByPath(world: World, path: string): NamedFile | undefined {
  const unique = /^[a-z_]+\/file_([\w-]+)\.\w+$/.exec(path)?.[1];
  return unique === undefined ? undefined : fileByUniqueId(world, unique);
}
