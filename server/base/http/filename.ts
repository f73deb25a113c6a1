/** The longest file name given to a recipient, in characters. */
const maxFilenameLength = 200;

/** Controls, lone surrogates, and the marks that make «exe.gpj» read as «jpg.exe». */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Characters that some file system of a recipient reads as something else than a name. */
const reserved = /[<>:"|?*]/g;

/**
 * A file name that is nothing but a name: no folders, no control or direction characters, at most
 * 200 characters with the extension kept. Undefined if nothing is left.
 */
export function sanitizeFilename(name: string): string | undefined {
  const printable = name.replace(unprintable, '');
  const last = printable.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(reserved, '_').trim();
  if (clean === '' || /^\.+$/.test(clean)) return undefined;
  return shorten(clean).trim();
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= maxFilenameLength) return name;
  const dot = characters.lastIndexOf('.');
  const extension = dot > 0 && characters.length - dot <= 16 ? characters.slice(dot) : [];
  return [...characters.slice(0, maxFilenameLength - extension.length), ...extension].join('');
}

/**
 * The file name of a Content-Disposition header: `filename*` (RFC 8187) goes before `filename`
 * (RFC 6266). Many servers write raw UTF-8 into the latter, which HTTP hands over as latin1: it is
 * read as UTF-8 where it is valid.
 * @param header as received, decoded as latin1
 */
export function filenameFromDisposition(header: string): string | undefined {
  const parameters = dispositionParameters(header);
  const extended = parameters.get('filename*');
  const plain = parameters.get('filename');
  const name = (extended && decodeExtended(extended)) ?? (plain && readAsUtf8(plain));
  return name ? sanitizeFilename(name) : undefined;
}

/** The last segment of a URL's path as a file name, if it looks like one. */
export function filenameFromUrl(url: URL): string | undefined {
  const segment = url.pathname.split('/').at(-1) ?? '';
  return sanitizeFilename(percentDecode(segment, 'utf-8') ?? segment);
}

function dispositionParameters(header: string): Map<string, string> {
  const parameters = new Map<string, string>();
  const pattern = /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g;
  for (const [, name = '', quoted, token = ''] of header.matchAll(pattern)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token);
  }
  return parameters;
}

function decodeExtended(value: string): string | undefined {
  const [charset = '', , ...rest] = value.split("'");
  const encoding = charset.toLowerCase();
  if (encoding !== 'utf-8' && encoding !== 'iso-8859-1') return undefined;
  return percentDecode(rest.join("'"), encoding);
}

function percentDecode(value: string, encoding: 'utf-8' | 'iso-8859-1'): string | undefined {
  if (encoding === 'iso-8859-1') {
    return value.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined; // not UTF-8 after all: the caller has the next best name
  }
}

function readAsUtf8(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return latin1; // valid latin1 it was
  }
}
