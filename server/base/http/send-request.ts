import { type Agent, request } from 'undici';
import type { AppError } from '../errors.ts';
import type { Text } from '../text.ts';
import { type FetchReason, fetchReason } from './fetch-errors.ts';
import { type Deadline, explainFailure, parseFetchUrl, startDeadline } from './fetch-url.ts';

/** Bytes of an answer that are kept; whoever is called has nothing longer to say to us. */
const maxAnswerBytes = 64 * 1024;

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Milliseconds for everything. */
  timeoutMs: number;
};

export type RequestResult =
  /** Whatever the status, a redirect included. The body's first 64 KB, read as UTF-8. */
  | { answered: true; status: number; headers: Record<string, string>; body: string }
  | { answered: false; reason: FetchReason; text: Text };

/** See SafeFetch.request. */
export async function sendRequest(
  agent: Agent,
  address: string,
  options: RequestOptions,
): Promise<RequestResult> {
  const deadline = startDeadline(options.timeoutMs);
  try {
    return await exchange(agent, parseFetchUrl(address), options, deadline);
  } catch (error) {
    const host = URL.canParse(address) ? new URL(address).hostname : address;
    return failure(explainFailure(error, host, deadline));
  } finally {
    deadline.clear();
  }
}

async function exchange(
  agent: Agent,
  url: URL,
  { method = 'POST', headers = {}, body }: RequestOptions,
  deadline: Deadline,
): Promise<RequestResult> {
  const answer = await request(url, {
    dispatcher: agent,
    signal: deadline.signal,
    method,
    headers: { 'user-agent': 'Vestnik', 'accept-encoding': 'identity', ...headers },
    ...(body !== undefined && { body }),
  });
  // A body that falls to the deadline before it is read reports so to nobody.
  answer.body.on('error', () => {});
  return {
    answered: true,
    status: answer.statusCode,
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: await readStart(answer.body),
  };
}

async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxAnswerBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
}

function failure(error: AppError): RequestResult {
  const reason = fetchReason(error);
  if (!reason) throw error;
  return { answered: false, reason, text: error.text };
}
