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
    const result = schema.safeParse(input, { error: english });
    if (result.success) return { value: result.data };
    const details = describe(result.error);
    const inRussian = describe(schema.safeParse(input, { error: russian }).error ?? result.error);
    const error = new ValidationError({ ru: sentence(inRussian), en: sentence(details) }, details);
    return { error };
  };

function describe(error: z.ZodError): ValidationDetail[] {
  return error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.map(String).join('.'),
    message: issue.message,
  }));
}

function sentence(details: ValidationDetail[]): string {
  return details.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
}
