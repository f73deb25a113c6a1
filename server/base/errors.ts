import type { ErrorCode } from '../../contract/errors.ts';
import type { Text } from './text.ts';

export type AppErrorDetails = {
  /** Seconds after which the same request may succeed. */
  retryAfter?: number;
  /** Further fields of the answer, in the API's own names. */
  fields?: Record<string, unknown>;
  cause?: unknown;
};

/**
 * The one error of the product: a code of `contract/errors.ts` and a text that tells a person what
 * happened and what to do. Thrown anywhere, turned into an answer in `base/http`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly retryAfter: number | undefined;
  readonly fields: Record<string, unknown>;

  constructor(code: ErrorCode, text: Text, details: AppErrorDetails = {}) {
    super(text.en, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.text = text;
    this.retryAfter = details.retryAfter;
    this.fields = details.fields ?? {};
  }
}

/** What an unknown thrown value says about itself. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
