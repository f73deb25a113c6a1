/** Two HTTP clients of the demo: the server's API and the sandbox's control API. */
export type Json = Record<string, unknown>;

export type Client = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: Json | FormData): Promise<T>;
  patch<T>(path: string, body: Json): Promise<T>;
  bytes(path: string, body: Json): Promise<Blob>;
};

const TIMEOUT_MS = 60_000;

/** @param headers sent with every request */
export function createClient(base: string, headers: Record<string, string> = {}): Client {
  const send = (method: string, path: string, body?: Json | FormData) =>
    fetch(`${base}${path}`, {
      method,
      headers: {
        ...headers,
        ...(body && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  // An error answer of the API is an answer too: the demo shows its message.
  const json = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
  return {
    get: (path) => json(send('GET', path)),
    post: (path, body) => json(send('POST', path, body)),
    patch: (path, body) => json(send('PATCH', path, body)),
    bytes: async (path, body) => (await send('POST', path, body)).blob(),
  };
}
