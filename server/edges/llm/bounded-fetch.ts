import { type Agent, type BodyInit, fetch, type HeadersInit } from 'undici';

/** No answer of a model is longer; what is, is no answer of a model. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * fetch through an agent of ours: no redirects, which would carry the key along to somebody else,
 * and an answer of 1 MB at most.
 */
export function boundedFetch(agent: Agent): typeof globalThis.fetch {
  return async (input, init) => {
    const answer = await fetch(input instanceof Request ? input.url : input, {
      dispatcher: agent,
      redirect: 'error',
      method: init?.method ?? 'POST',
      headers: (init?.headers ?? {}) as HeadersInit,
      body: (init?.body ?? null) as BodyInit | null,
      signal: init?.signal ?? null,
    });
    const { status, statusText } = answer;
    const headers = Object.fromEntries(answer.headers);
    return new Response(await readBounded(answer.body), { status, statusText, headers });
  };
}

async function readBounded(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
