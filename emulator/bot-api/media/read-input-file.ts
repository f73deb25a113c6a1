import { type Arguments, textOf, type UploadedFile } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { fileById, type NamedFile } from '../files/file-id.ts';

/** A file as a bot names it: one that it uploads, or one that Telegram has. */
export type InputFile =
  | { kind: 'upload'; file: UploadedFile }
  | { kind: 'stored'; file: NamedFile };

/** The file of an argument: itself in a multipart body, `attach://name`, or a `file_id`. */
export function inputFileOf(call: BotCall, name: string): InputFile | undefined {
  const direct = call.args.files.get(name);
  if (direct) return { kind: 'upload', file: checked(direct) };
  const text = textOf(call.args, name);
  return text === '' ? undefined : inputFile(call, text);
}

/**
 * The file that a text names.
 *
 * @throws BotApiError 400 when there is no such file, or it lies elsewhere: the box goes nowhere
 */
export function inputFile(call: BotCall, text: string): InputFile {
  const attached = attachment(call.args, text);
  if (attached) return { kind: 'upload', file: checked(attached) };
  if (/^https?:\/\//i.test(text)) throw badRequest('failed to get HTTP URL content');
  const file = fileById(call.world, call.bot.id, text);
  if (!file) {
    throw badRequest(
      'wrong remote file identifier specified: Wrong string length or it cannot be decoded',
    );
  }
  return { kind: 'stored', file };
}

function attachment(args: Arguments, text: string): UploadedFile | undefined {
  const name = /^attach:\/\/(.+)$/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const file = args.files.get(name);
  if (!file) throw badRequest(`file "${name}" wasn't found in the request`);
  return file;
}

function checked(file: UploadedFile): UploadedFile {
  if (file.bytes.length === 0) throw badRequest('file must be non-empty');
  return file;
}
