/** Where Google Drive serves the bytes of files shared by link. */
export const driveDownloadOrigin = 'https://drive.usercontent.google.com';

const shareHosts = new Set(['drive.google.com', 'docs.google.com', 'drive.usercontent.google.com']);

const fileId = /^[\w-]{10,}$/;

/** Whether an address belongs to a service that people share files through by link. */
export function isShareHost(url: URL): boolean {
  return shareHosts.has(url.hostname);
}

/**
 * The direct download address of a Google Drive share link, in any of its usual forms
 * (`/file/d/ID/view`, `/open?id=ID`, `/uc?id=ID`, on drive.google.com and docs.google.com, with an
 * account or a domain in the path); undefined for other addresses. `confirm=t` answers the page
 * «can't scan this file for viruses» beforehand, which Drive shows in place of big files; the
 * resource key belongs to links made before 2021 and is passed on.
 * @param origin of the download server, replaced in tests
 */
export function directDownloadUrl(url: URL, origin = driveDownloadOrigin): URL | undefined {
  if (!isShareHost(url)) return undefined;
  const id = fileIdOf(url);
  if (!id) return undefined;
  const direct = new URL('/download', origin);
  direct.searchParams.set('id', id);
  direct.searchParams.set('export', 'download');
  direct.searchParams.set('confirm', 't');
  const key = url.searchParams.get('resourcekey');
  if (key) direct.searchParams.set('resourcekey', key);
  return direct;
}

function fileIdOf(url: URL): string | undefined {
  // Drive puts the signed-in account (/u/1) or the company's domain (/a/example.com) in the path.
  const path = url.pathname.replace(/^\/a\/[^/]+/, '').replace(/^(\/file)?\/u\/\d+/, '$1');
  const inPath = /^\/file\/d\/([^/]+)/.exec(path)?.[1];
  const byQuery = /^\/(open|uc|download|leaf)\/?$/.test(path) ? url.searchParams.get('id') : null;
  const id = inPath ?? byQuery;
  return id && fileId.test(id) ? id : undefined;
}

/**
 * Whether a share service answered with one of its pages (sign in, access denied, quota exceeded,
 * a folder) where the file was expected. A shared HTML file comes as an attachment.
 */
export function isSharePage(contentType: string, contentDisposition: string): boolean {
  return /^\s*text\/html\b/i.test(contentType) && !/^\s*attachment\b/i.test(contentDisposition);
}
