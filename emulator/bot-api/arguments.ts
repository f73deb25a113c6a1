import type { z } from 'zod';
import { badRequest } from './bot-api-error.ts';

/** A file that came in a multipart body. */
export type UploadedFile = {
  readonly filename: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
};

/**
 * What a call was given, however it was sent: each value as text, objects as JSON. So the Bot API
 * itself keeps them: `chat_id` may be a number or a text, `reply_markup` an object or its JSON.
 */
export type Arguments = {
  readonly values: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
};

/** The values of a JSON object, a form or a query. */
export function asArguments(given: unknown): Map<string, string> {
  if (typeof given !== 'object' || given === null) return new Map();
  return new Map(
    Object.entries(given).flatMap(([name, value]) => {
      const text = asText(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

export function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A text; '' when it was left out. */
export const textOf = (args: Arguments, name: string) => args.values.get(name) ?? '';

/** Whether it was given as true, 1 or yes. */
export const flagOf = (args: Arguments, name: string) => /^(true|1|yes)$/i.test(textOf(args, name));

/** A whole number kept within bounds; what is no number counts as left out. */
export function integerOf(
  args: Arguments,
  name: string,
  fallback: number,
  least = Number.MIN_SAFE_INTEGER,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const text = textOf(args, name).trim();
  const number = /^-?\d+$/.test(text) ? Number(text) : fallback;
  return Math.min(most, Math.max(least, number));
}

/** A number with a fraction, or undefined. */
export function decimalOf(args: Arguments, name: string): number | undefined {
  const text = textOf(args, name).trim();
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? undefined : number;
}

/**
 * A value given as JSON.
 *
 * @param what  what Telegram calls it when it cannot be read
 * @throws BotApiError 400 `can't parse <what> JSON object`, or what is wrong in it
 */
export function jsonOf<T>(
  args: Arguments,
  name: string,
  schema: z.ZodType<T>,
  what: string,
): T | undefined {
  const text = textOf(args, name);
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw badRequest(`can't parse ${what}: ${issue?.message ?? 'it is wrong'}${place}`);
}
