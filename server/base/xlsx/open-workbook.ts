import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

/** No workbook of people has more parts; pictures and charts count. */
const MOST_PARTS = 10_000;

/** The parts of a workbook by their path. */
export type Workbook = {
  has(path: string): boolean;
  /**
   * The text of a part, piece by piece.
   * @param most bytes when unpacked; more are refused while they are being unpacked
   */
  read(path: string, most: number): AsyncGenerator<string>;
  close(): void;
};

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

/** Opens an XLSX file. @throws AppError invalid_request */
export async function openWorkbook(path: string): Promise<Workbook> {
  const zip = await openZip(path, { lazyEntries: true, autoClose: false }).catch((cause) => {
    throw new AppError('invalid_request', texts.damaged, { cause });
  });
  try {
    const parts = await listParts(zip);
    return {
      has: (name) => parts.has(name),
      read: (name, most) => readPart(zip, parts.get(name), most),
      close: () => zip.close(),
    };
  } catch (cause) {
    zip.close();
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid_request', texts.damaged, { cause });
  }
}

function listParts(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_PARTS) throw new AppError('invalid_request', texts.tooLarge);
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Entry>();
    zip.on('error', reject);
    zip.on('end', () => resolve(parts));
    zip.on('entry', (entry: Entry) => {
      parts.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

async function* readPart(
  zip: ZipFile,
  entry: Entry | undefined,
  most: number,
): AsyncGenerator<string> {
  if (!entry) throw new AppError('invalid_request', texts.damaged);
  if (entry.uncompressedSize > most) throw new AppError('invalid_request', texts.tooLarge);
  const decoder = new TextDecoder('utf-8');
  let size = 0;
  try {
    const stream = await promisify(zip.openReadStream.bind(zip) as OpenStream)(entry);
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > most) throw new AppError('invalid_request', texts.tooLarge);
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid_request', texts.damaged, { cause });
  }
}

type OpenStream = (
  entry: Entry,
  done: (error: Error | null, stream: AsyncIterable<Buffer>) => void,
) => void;
