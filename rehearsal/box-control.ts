const TIMEOUT_MS = 30_000;

/** Calls of the box's control API. */
export type BoxControl = {
  /** @throws Error with the box's answer when it refuses */
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
};

/** @param base the address of the control API */
export function createBoxControl(base: string): BoxControl {
  const ask = async <T>(method: string, path: string, body: unknown): Promise<T> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`the box refused ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
  };
}
