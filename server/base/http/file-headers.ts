/**
 * The headers under which somebody's file is handed over: it is never run or shown as a page of
 * ours, whatever its type says; pictures, sounds and videos in a page of ours may be shown from it.
 * @param file.size bytes
 */
export function fileHeaders(file: {
  mimeType: string;
  size: number;
  fileName: string;
}): Record<string, string> {
  return {
    'content-type': headerType(file.mimeType),
    'content-length': String(file.size),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
}

/** Whoever sent the file chose its type: what is none must not stand in a header. */
function headerType(given: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(given) ? given : 'application/octet-stream';
}
