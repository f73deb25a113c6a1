import { FormData, Pool } from 'undici';

const TIMEOUT_MS = 120_000;
const CONNECTIONS = 64;

/** Calls of one HTTP API over kept connections. */
export type Calls = {
  get<T>(path: string): Promise<T>;
  text(path: string): Promise<string>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Posts fields and files as a form. */
  form<T>(path: string, fields: Record<string, string | Blob>): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
};

/**
 * @param base an address, with or without a path
 * @param headers sent with every request
 */
export function callsTo(base: string, headers: Record<string, string>): Calls {
  const { origin, pathname } = new URL(base);
  const prefix = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  /** @throws Error with the answer when it isn't a success */
  const text = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => {
    const isForm = body instanceof FormData;
    const hasJson = body !== undefined && !isForm;
    const answer = await pool.request({
      method,
      path: `${prefix}${path}`,
      headers: { ...headers, ...(hasJson && { 'content-type': 'application/json' }) },
      ...(hasJson && { body: JSON.stringify(body) }),
      ...(isForm && { body }),
    });
    const content = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${content}`);
    return content;
  };
  const json = async <T>(content: Promise<string>) => JSON.parse(await content) as T;
  return {
    get: (path) => json(text('GET', path)),
    text: (path) => text('GET', path),
    post: (path, body) => json(text('POST', path, body)),
    form: (path, fields) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return json(text('POST', path, form));
    },
    patch: (path, body) => json(text('PATCH', path, body)),
  };
}

/** Runs the tasks, so many at a time. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const lane = async () => {
    for (const [index, item] of entries) results[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}
