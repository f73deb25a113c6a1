import { APICallError } from 'ai';
import { AppError } from '../../base/errors.ts';
import type { LlmFailure, LlmResult } from './port.ts';

/** Longer than this nobody waits for a server that is busy. */
const LONGEST_PAUSE_MS = 3_000;
const USUAL_PAUSE_MS = 500;

/** What an error of a call means, without anything of what was asked in it. */
export function explainFailure(error: unknown, signal: AbortSignal): LlmResult {
  // A request that was under way when time ran out may have been worked on.
  if (signal.aborted) return failed('timeout', undefined, true);
  if (!APICallError.isInstance(error)) return failed('broken_answer', undefined, true);
  const status = error.statusCode;
  if (status === undefined) return failed('unreachable', undefined, !neverArrived(error));
  if (status < 300) return failed('broken_answer', status, true);
  if (status === 401 || status === 403) return failed('unauthorized', status, false);
  if (status === 429) return failed('overloaded', status, false);
  if (status >= 500) return failed('unreachable', status, false);
  return failed('refused_request', status, false);
}

/** Whether the same request may be made again: it cost nothing, and may succeed a moment later. */
export function isWorthRepeating(result: LlmResult): boolean {
  if (result.ok || result.mayCost) return false;
  return result.failure === 'overloaded' || result.failure === 'unreachable';
}

/** Milliseconds to wait before asking again; undefined when the server wants more than we give. */
export function pauseBeforeRepeat(error: unknown): number | undefined {
  const header = APICallError.isInstance(error)
    ? error.responseHeaders?.['retry-after']
    : undefined;
  if (header === undefined) return USUAL_PAUSE_MS;
  const ms = Number(header) * 1_000;
  return Number.isFinite(ms) && ms <= LONGEST_PAUSE_MS ? Math.max(0, ms) : undefined;
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverArrived(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof AppError) return true;
    if ('code' in e && NO_CONNECTION.has(String(e.code))) return true;
  }
  return false;
}

function failed(failure: LlmFailure, status: number | undefined, mayCost: boolean): LlmResult {
  return { ok: false, failure, status, mayCost };
}
