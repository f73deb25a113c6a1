import createClient from 'openapi-fetch';
import type { paths } from './api-types.ts';
import { keptLanguage } from './language.tsx';

/** What the server answered instead of what was asked for; `message` is meant for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The whole answer: some errors carry more, such as `problems` or `retry_after`. */
  readonly details: Record<string, unknown>;

  constructor(status: number, details: Record<string, unknown>) {
    super(String(details['message'] ?? `HTTP ${status}`));
    this.status = status;
    this.code = String(details['error'] ?? 'unknown');
    this.details = details;
  }
}

/** The API, typed from its OpenAPI document. Wrap each call in `take`. */
export const api = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  // What no other site's page can send along: see docs/sign-in.md.
  headers: { 'x-vestnik': 'console' },
});

api.use({
  onRequest({ request }) {
    request.headers.set('accept-language', keptLanguage());
    return request;
  },
});

/** Resolves to the body of a success; anything else is thrown as ApiError. */
export async function take<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ApiError(response.status, isObject(error) ? error : {});
}

export type UploadOptions = { onProgress?: (share: number) => void; signal?: AbortSignal };

/**
 * Sends a form with files, telling how far it is (0 to 1), which `fetch` cannot.
 * @throws ApiError; DOMException AbortError when cancelled
 */
export function upload<T>(path: string, form: FormData, options: UploadOptions = {}): Promise<T> {
  const { onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'json';
    request.setRequestHeader('x-vestnik', 'console');
    request.setRequestHeader('accept-language', keptLanguage());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status < 300) resolve(body as T);
      else reject(new ApiError(request.status, isObject(body) ? body : {}));
    };
    request.onerror = () => reject(new ApiError(0, { error: 'unreachable' }));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
