import type { Emulator } from '../start-emulator.ts';

/** Calls of the control API over HTTP, as any program would make them. */
export type ControlClient = {
  /** The body of a successful answer. @throws Error with the answer when it isn't one */
  get<T>(path: string): Promise<T>;
  post<T = unknown>(path: string, body?: unknown): Promise<T>;
  patch<T = unknown>(path: string, body: unknown): Promise<T>;
  delete<T = unknown>(path: string): Promise<T>;
  /** The answer as it is, with its status. */
  raw(method: string, path: string, body?: unknown): Promise<Response>;
  /** Makes a person and tells their id. */
  makeUser(settings: Record<string, unknown>): Promise<number>;
};

export function controlOf(box: Pick<Emulator, 'control'>): ControlClient {
  const raw = (method: string, path: string, body?: unknown) =>
    fetch(`${box.control}${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await raw(method, path, body);
    const json: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json as T;
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
    delete: (path) => ask('DELETE', path),
    raw,
    makeUser: async (settings) =>
      (await ask<{ id: number }>('POST', '/users', { firstName: 'Somebody', ...settings })).id,
  };
}
