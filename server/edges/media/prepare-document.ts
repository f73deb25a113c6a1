import type { PreparedMedia } from './port.ts';
import { megabyte, readSource } from './source-file.ts';

/** https://core.telegram.org/api/files: 4000 parts of 512 KB, without Premium. */
export const maxDocumentBytes = 2000 * megabyte;

/** Types that have no signature in their content, or share one with others. */
const typesByExtension: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  css: 'text/css',
  doc: 'application/msword',
  eml: 'message/rfc822',
  htm: 'text/html',
  html: 'text/html',
  ics: 'text/calendar',
  js: 'text/javascript',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  msg: 'application/vnd.ms-outlook',
  ppt: 'application/vnd.ms-powerpoint',
  svg: 'image/svg+xml',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  vcf: 'text/vcard',
  xls: 'application/vnd.ms-excel',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
};

/** Containers of several formats: here the name knows better than the content. */
const sharedTypes = new Set(['application/x-cfb', 'application/xml', 'text/html']);

/**
 * Any file at all, as it is, with a type that its content has the first word on.
 * @throws AppError invalid_media if it is empty or above 2000 MB; invalid_path
 */
export async function prepareDocument(input: {
  path: string;
  filename?: string;
}): Promise<PreparedMedia> {
  const source = await readSource({ ...input, type: 'document' }, maxDocumentBytes);
  return {
    type: 'document',
    path: source.path,
    size: source.size,
    mimeType: documentType(source.content.mimeType, source.filename),
    filename: source.filename,
  };
}

function documentType(byContent: string | undefined, filename: string): string {
  if (byContent && !sharedTypes.has(byContent)) return byContent;
  const extension = filename.split('.').at(-1)?.toLowerCase() ?? '';
  return typesByExtension[extension] ?? byContent ?? 'application/octet-stream';
}
