import type { tl } from '@mtcute/core';
import type { DocumentAttribute } from '../../world/files/file.ts';

/** What the client says of a document. As a file (`force_file`) only its name counts. */
export function readAttributes(
  input: tl.RawInputMediaUploadedDocument,
  fileName: string,
): DocumentAttribute[] {
  const given = input.attributes.flatMap((attribute) => readAttribute(attribute, input) ?? []);
  const kept = input.forceFile ? given.filter((attribute) => attribute.kind === 'filename') : given;
  const named = kept.some((attribute) => attribute.kind === 'filename');
  const shown = kept.some(({ kind }) => kind === 'video' || kind === 'audio');
  if (!named && !shown && fileName !== '') kept.push({ kind: 'filename', name: fileName });
  return kept;
}

function readAttribute(
  attribute: tl.TypeDocumentAttribute,
  input: tl.RawInputMediaUploadedDocument,
): DocumentAttribute | undefined {
  switch (attribute._) {
    case 'documentAttributeFilename':
      return { kind: 'filename', name: attribute.fileName };
    case 'documentAttributeVideo':
      return {
        kind: 'video',
        duration: attribute.duration,
        width: attribute.w,
        height: attribute.h,
        round: attribute.roundMessage ?? false,
        streaming: attribute.supportsStreaming ?? false,
        silent: input.nosoundVideo ?? attribute.nosound ?? false,
      };
    case 'documentAttributeAudio':
      return {
        kind: 'audio',
        duration: attribute.duration,
        voice: attribute.voice ?? false,
        title: attribute.title,
        performer: attribute.performer,
        waveform: attribute.waveform && Buffer.from(attribute.waveform),
      };
    case 'documentAttributeImageSize':
      return { kind: 'imageSize', width: attribute.w, height: attribute.h };
    case 'documentAttributeAnimated':
      return { kind: 'animated' };
    default:
      return undefined;
  }
}
