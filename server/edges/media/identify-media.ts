import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import type { Text } from '../../base/text.ts';

/** What a file is by its content; its name has no say. */
export type FileContent = {
  /** Undefined if the content has no known signature. */
  mimeType?: string;
  extension?: string;
  /** What to call it to a person. */
  name: Text;
  /**
   * The one ffmpeg demuxer that may open it; undefined for everything that is neither sound nor
   * video. ffmpeg left to guess by itself would also open playlists and scripts, which name other
   * files.
   */
  demuxer?: string;
};

const demuxers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/x-m4v': 'mov',
  'video/quicktime': 'mov',
  'video/3gpp': 'mov',
  'video/3gpp2': 'mov',
  'audio/mp4': 'mov',
  'audio/x-m4a': 'mov',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
  'video/vnd.avi': 'avi',
  'video/x-flv': 'flv',
  'video/x-ms-asf': 'asf',
  'audio/x-ms-asf': 'asf',
  'video/mp2t': 'mpegts',
  'video/mpeg': 'mpeg',
  'video/MP1S': 'mpeg',
  'video/MP2P': 'mpeg',
  'application/ogg': 'ogg',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/aiff': 'aiff',
  'audio/wavpack': 'wv',
  'audio/ape': 'ape',
};

const unknown: Text = { ru: 'неизвестный формат', en: 'an unknown format' };

/** Reads the beginning of a file (and, of containers, the tables inside) to say what it is. */
export async function identifyMedia(path: string): Promise<FileContent> {
  const type = await fileTypeFromFile(path);
  if (!type || type.mime === 'application/xml') return describeText(await readStart(path));
  const [mimeType = ''] = type.mime.split(';');
  const name = type.ext.toUpperCase();
  const demuxer = demuxers[mimeType];
  return {
    mimeType,
    extension: type.ext,
    name: { ru: name, en: name },
    ...(demuxer && { demuxer }),
  };
}

async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096));
    return buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '');
  } finally {
    await file.close();
  }
}

/** Only to tell the person what came in place of the media: a page, a playlist, plain text. */
function describeText(start: string): FileContent {
  if (/^\s*(<!doctype html|<html|<head|<body)/i.test(start)) {
    return {
      mimeType: 'text/html',
      extension: 'html',
      name: { ru: 'веб-страница', en: 'a web page' },
    };
  }
  if (/^\s*<(\?xml|svg|!--)/i.test(start)) {
    const isSvg = /<svg[\s>]/i.test(start);
    return isSvg
      ? { mimeType: 'image/svg+xml', extension: 'svg', name: { ru: 'SVG', en: 'SVG' } }
      : { mimeType: 'application/xml', extension: 'xml', name: { ru: 'XML', en: 'XML' } };
  }
  if (/^\s*(#EXTM3U|ffconcat|\[playlist\])/i.test(start)) {
    return {
      name: { ru: 'плейлист, а не сама запись', en: 'a playlist, not the recording itself' },
    };
  }
  // A cut multi-byte character at the end of what was read is no sign of binary content.
  const isText =
    start !== '' && !/[\p{Cc}\ufffd]/u.test(start.slice(0, -4).replace(/[\t\r\n\f]/g, ''));
  return { name: isText ? { ru: 'текст', en: 'text' } : unknown };
}
