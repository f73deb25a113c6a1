/** Encodings that tables are saved in, in Russia and elsewhere. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251';

export type DecodedText = {
  /** Without a byte order mark; NULs, which no database takes, are left out. */
  text: AsyncGenerator<string>;
  /** Known once the first character that isn't ASCII has been read; UTF-8 until then. */
  encoding(): Encoding;
};

/**
 * Turns bytes into text. The encoding is told by the byte order mark, by the zeros of UTF-16, or
 * else by the first bytes beyond ASCII: text that isn't valid UTF-8 is taken as windows-1251.
 * @param given the encoding where somebody knows it
 */
export function decodeText(chunks: AsyncIterable<Uint8Array>, given?: Encoding): DecodedText {
  let encoding: Encoding | undefined = given;
  async function* decode() {
    let decoder = encoding && new TextDecoder(encoding);
    let undecided = Buffer.alloc(0);
    let isFirst = true;
    for await (const chunk of chunks) {
      if (decoder) {
        yield clean(decoder.decode(chunk, { stream: true }));
        continue;
      }
      const bytes = Buffer.concat([undecided, chunk]);
      undecided = Buffer.alloc(0);
      if (isFirst && bytes.length < 4) {
        undecided = bytes;
        continue;
      }
      encoding = (isFirst ? byMark(bytes) : undefined) ?? byContent(bytes);
      isFirst = false;
      if (encoding) {
        decoder = new TextDecoder(encoding);
        yield clean(decoder.decode(bytes, { stream: true }));
      } else {
        // ASCII so far, but perhaps for the last three bytes: a character may be cut there
        const safe = bytes.subarray(0, bytes.length - 3);
        undecided = bytes.subarray(safe.length);
        yield clean(safe.toString('latin1'));
      }
    }
    if (decoder) {
      yield clean(decoder.decode());
    } else {
      encoding = byMark(undecided) ?? byContent(undecided, true) ?? 'utf-8';
      yield clean(new TextDecoder(encoding).decode(undecided));
    }
  }
  return { text: decode(), encoding: () => encoding ?? 'utf-8' };
}

function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

function byMark(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const head = bytes.subarray(0, 1_000);
  const zeros = (from: number) => {
    let count = 0;
    for (let i = from; i < head.length; i += 2) if (head[i] === 0) count += 1;
    return count > head.length / 8;
  };
  // A Russian table in UTF-16 has its delimiters, digits and line ends in ASCII.
  if (head.length >= 4 && zeros(1)) return 'utf-16le';
  if (head.length >= 4 && zeros(0)) return 'utf-16be';
  return undefined;
}

/** Undefined as long as all is ASCII. */
function byContent(bytes: Buffer, isWhole = false): Encoding | undefined {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  if (first === -1 || (!isWhole && first > bytes.length - 4)) return undefined;
  try {
    // A character cut by the end is none of its faults unless this is the end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(first), { stream: !isWhole });
    return 'utf-8';
  } catch {
    return 'windows-1251';
  }
}
