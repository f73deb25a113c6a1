import { type FileHandle, open } from 'node:fs/promises';

/**
 * Whether a file ends before its container does: a download or recording that broke off. Players
 * and ffmpeg show such a file up to the break without a word. Formats that are a mere row of
 * frames (MP3, AAC) have no end to miss; Matroska and FLAC show it by their length when decoded.
 * @param size bytes of the file
 * @param demuxer as in FileContent
 */
export async function isBrokenOff(path: string, size: number, demuxer: string): Promise<boolean> {
  const check = checks[demuxer];
  if (!check) return false;
  const file = await open(path, 'r');
  try {
    return await check(file, size);
  } finally {
    await file.close();
  }
}

const checks: Readonly<Record<string, (file: FileHandle, size: number) => Promise<boolean>>> = {
  mov: isMp4BrokenOff,
  wav: isRiffBrokenOff,
  avi: isRiffBrokenOff,
  ogg: isOggBrokenOff,
};

const maxBoxes = 100_000;

/** Boxes that hold the pictures, the sound and their index; whatever trails after them may be odd. */
const essential = new Set(['mdat', 'moov', 'moof']);

/** Boxes of ISO/IEC 14496-12, 4.2. */
async function isMp4BrokenOff(file: FileHandle, size: number): Promise<boolean> {
  let position = 0;
  for (let boxes = 0; boxes < maxBoxes && position < size; boxes++) {
    const box = readBox(await readAt(file, position, 16));
    if (!box) return false;
    position += box.length;
    if (position > size) return essential.has(box.type);
  }
  return false;
}

/** Undefined where no box begins, or where the last one has no length and reaches to the end. */
function readBox(header: Buffer): { type: string; length: number } | undefined {
  if (header.length < 8) return undefined;
  const type = header.toString('latin1', 4, 8);
  const short = header.readUInt32BE(0);
  if (short >= 8) return { type, length: short };
  if (short !== 1 || header.length < 16) return undefined;
  const long = Number(header.readBigUInt64BE(8));
  return long < 16 ? undefined : { type, length: long };
}

/** Lengths from here on are what programs write that didn't know the length yet. */
const unknownRiffLength = 0x7fff0000;

async function isRiffBrokenOff(file: FileHandle, size: number): Promise<boolean> {
  const header = await readAt(file, 0, 8);
  if (header.length < 8) return true;
  const length = header.readUInt32LE(4);
  return length < unknownRiffLength && length + 8 > size;
}

/** RFC 3533, 6: 27 bytes, the lengths of up to 255 segments, the segments. */
const maxOggPage = 27 + 255 + 255 * 255;

async function isOggBrokenOff(file: FileHandle, size: number): Promise<boolean> {
  const tail = await readAt(file, Math.max(0, size - maxOggPage), maxOggPage);
  const page = tail.subarray(Math.max(0, tail.lastIndexOf('OggS')));
  const segmentCount = page[26];
  if (segmentCount === undefined || page.length < 27 + segmentCount) return true;
  const segments = page.subarray(27, 27 + segmentCount);
  return page.length < 27 + segmentCount + segments.reduce((sum, length) => sum + length, 0);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
