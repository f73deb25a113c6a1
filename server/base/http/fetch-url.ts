import { AppError } from '../errors.ts';
import {
  credentialsInUrl,
  invalidUrl,
  timedOut,
  unreachable,
  unsupportedScheme,
} from './fetch-errors.ts';

/**
 * Reads an address that a stranger gave. Where it leads is judged when connecting.
 * @param base of a relative address, as in a redirect
 * @throws AppError download_failed: invalid_url, unsupported_scheme
 */
export function parseFetchUrl(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw invalidUrl();
  const url = new URL(address, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw unsupportedScheme(url.protocol);
  if (url.username || url.password) throw credentialsInUrl();
  return url;
}

/** A limit for a whole exchange. */
export type Deadline = { signal: AbortSignal; clear(): void };

export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** What went wrong with an exchange, as an AppError. */
export function explainFailure(error: unknown, host: string, deadline: Deadline): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (deadline.signal.aborted || timeoutCodes.has(code ?? '')) return timedOut(host, error);
  return unreachable(host, error);
}
