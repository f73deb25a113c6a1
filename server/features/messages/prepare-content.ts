import type { MessageType } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { keepMedia, type MediaSource } from './keep-media.ts';
import { texts } from './texts.ts';

/** What a caller wants to be said: a text, or a file from one of three places. */
export type Content = {
  type: MessageType;
  content?: string | null | undefined;
  file_url?: string | null | undefined;
  file_base64?: string | null | undefined;
  file_path?: string | null | undefined;
  filename?: string | null | undefined;
};

/** Checks what is to be sent, and makes its file ready. @returns the file's row, if there is one */
export async function prepareContent(
  app: App,
  workspaceId: number,
  request: Content,
): Promise<number | null> {
  const { type, content, filename } = request;
  if (type === 'text') {
    if (!content?.trim()) throw new AppError('invalid_request', texts.contentMissing);
    return null;
  }
  const source = readSource(request);
  const kept = await keepMedia(app, workspaceId, type, source, filename ?? undefined);
  return kept.id;
}

function readSource({ file_url, file_base64, file_path }: Content): MediaSource {
  const given: MediaSource[] = [
    ...(file_url ? [{ url: file_url }] : []),
    ...(file_base64 ? [{ base64: file_base64 }] : []),
    ...(file_path ? [{ path: file_path }] : []),
  ];
  const [source] = given;
  if (!source) throw new AppError('invalid_media', texts.fileMissing);
  if (given.length > 1) throw new AppError('invalid_request', texts.tooManyFiles);
  return source;
}
