import { type FileHandle, open, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { type Agent, type Dispatcher, request } from 'undici';
import {
  badStatus,
  cannotStore,
  notShared,
  tooLarge,
  tooManyRedirects,
  unsupportedEncoding,
} from './fetch-errors.ts';
import { type Deadline, explainFailure, parseFetchUrl, startDeadline } from './fetch-url.ts';
import { filenameFromDisposition, filenameFromUrl } from './filename.ts';
import { directDownloadUrl, isShareHost, isSharePage } from './share-links.ts';

const maxRedirects = 5;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

export type DownloadLimits = {
  /** Counted on what arrives; what the server declares is only believed when it is too much. */
  maxBytes: number;
  /** Milliseconds for everything, redirects included. */
  timeoutMs: number;
};

export type Download = {
  /** Bytes. */
  size: number;
  /** What the server says the file is: not to be trusted. */
  mimeType?: string;
  /** As the server, or else the address, calls the file; without folders. */
  filename?: string;
};

type Answer = { url: URL; headers: IncomingHttpHeaders; body: Dispatcher.ResponseData['body'] };

/** See SafeFetch.download. */
export async function downloadFile(
  { agent, driveOrigin }: { agent: Agent; driveOrigin: string },
  address: string,
  intoPath: string,
  limits: DownloadLimits,
): Promise<Download> {
  const asked = parseFetchUrl(address);
  const direct = directDownloadUrl(asked, driveOrigin);
  const deadline = startDeadline(limits.timeoutMs);
  try {
    const answer = await getFollowing(agent, direct ?? asked, deadline);
    try {
      checkAnswer(answer, isShareHost(asked), limits.maxBytes);
      const size = await storeBody(answer.body, intoPath, limits.maxBytes);
      return { size, ...describe(answer, direct === undefined) };
    } finally {
      answer.body.destroy();
    }
  } catch (error) {
    throw explainFailure(error, asked.hostname, deadline);
  } finally {
    deadline.clear();
  }
}

async function getFollowing(agent: Agent, first: URL, deadline: Deadline): Promise<Answer> {
  let url = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal: deadline.signal,
      // Compressed answers aren't asked for, so that no small answer unpacks into a huge file.
      headers: { 'user-agent': 'Vestnik', accept: '*/*', 'accept-encoding': 'identity' },
    });
    // A body that is given up, or falls to the deadline before it is read, reports so to nobody.
    body.on('error', () => {});
    if (statusCode >= 200 && statusCode < 300) return { url, headers, body };
    await body.dump({ limit: 64 * 1024, signal: deadline.signal });
    const location = redirectStatuses.has(statusCode) ? headerText(headers['location']) : '';
    if (!location) throw badStatus(url.hostname, statusCode);
    url = parseFetchUrl(location, url);
  }
  throw tooManyRedirects(first.hostname, maxRedirects);
}

function checkAnswer({ url, headers }: Answer, shared: boolean, maxBytes: number): void {
  const disposition = headerText(headers['content-disposition']);
  if (shared && isSharePage(headerText(headers['content-type']), disposition)) throw notShared();
  const encoding = headerText(headers['content-encoding']).trim().toLowerCase();
  if (encoding && encoding !== 'identity') throw unsupportedEncoding(url.hostname, encoding);
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

async function storeBody(
  body: AsyncIterable<Buffer>,
  intoPath: string,
  maxBytes: number,
): Promise<number> {
  const file = await storing(open(intoPath, 'wx'));
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      await storing(file.writeFile(chunk));
    }
  } catch (error) {
    await discard(file, intoPath);
    throw error;
  }
  await storing(file.close());
  return size;
}

async function storing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw cannotStore(error);
  }
}

async function discard(file: FileHandle, path: string): Promise<void> {
  await file.close();
  await rm(path, { force: true });
}

function describe({ url, headers }: Answer, nameInUrl: boolean): Omit<Download, 'size'> {
  const [type = ''] = headerText(headers['content-type']).split(';');
  const mimeType = type.trim().toLowerCase();
  const filename =
    filenameFromDisposition(headerText(headers['content-disposition'])) ??
    (nameInUrl ? filenameFromUrl(url) : undefined);
  return { ...(mimeType && { mimeType }), ...(filename && { filename }) };
}

function headerText(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}
