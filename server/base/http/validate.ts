import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import type { Text } from '../text.ts';

export type ValidationDetail = { field: string; message: string };

/** A request that doesn't fit its schema; says where and how, in every language. */
export class ValidationError extends Error {
  readonly text: Text;
  readonly details: ValidationDetail[];

  constructor(text: Text, details: ValidationDetail[]) {
    super(text.en);
    this.name = 'ValidationError';
    this.text = text;
    this.details = details;
  }
}

const russian = z.locales.ru().localeError;
const english = z.locales.en().localeError;

/** Checks the parts of requests with the zod schemas of their routes. */
export const compileValidator: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data) => {
    const input = httpPart === 'body' && data === null ? undefined : data;
    const unstorable = findUnstorable(input);
    if (unstorable) return { error: refuse(unstorable) };
    const result = schema.safeParse(input, { error: english });
    if (result.success) return { value: result.data };
    const details = describe(result.error);
    const inRussian = describe(schema.safeParse(input, { error: russian }).error ?? result.error);
    const error = new ValidationError({ ru: sentence(inRussian), en: sentence(details) }, details);
    return { error };
  };

/** Nobody's data is nested so deep; what is would exhaust the stack of whoever walks it. */
const DEEPEST = 100;

type Fault = { field: string; ru: string; en: string };

/**
 * What JSON can carry and no database takes: a text with a NUL or with half of a surrogate pair,
 * and nesting without end.
 */
function findUnstorable(value: unknown, path: readonly string[] = []): Fault | undefined {
  if (typeof value === 'string') return isWhole(value) ? undefined : brokenText(path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length === DEEPEST) return tooDeep(path);
  for (const [name, part] of Object.entries(value)) {
    const found = isWhole(name) ? findUnstorable(part, [...path, name]) : brokenText(path);
    if (found) return found;
  }
  return undefined;
}

function isWhole(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function brokenText(path: readonly string[]): Fault {
  return {
    field: path.join('.'),
    ru: 'в тексте есть нулевой символ или половина символа Unicode',
    en: 'the text has a NUL or half of a Unicode character',
  };
}

function tooDeep([field = '']: readonly string[]): Fault {
  return { field, ru: 'слишком глубокая вложенность', en: 'nested too deep' };
}

function refuse({ field, ru, en }: Fault): ValidationError {
  const details = [{ field, message: en }];
  return new ValidationError(
    { ru: sentence([{ field, message: ru }]), en: sentence(details) },
    details,
  );
}

function describe(error: z.ZodError): ValidationDetail[] {
  return error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.map(String).join('.'),
    message: issue.message,
  }));
}

function sentence(details: ValidationDetail[]): string {
  return details.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
}
