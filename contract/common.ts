import { z } from 'zod';

/** A moment: ISO 8601 in UTC. */
export const timestamp = z.iso.datetime({ offset: true });

/** What every successful answer begins with. */
export const success = z.literal(true);

/** An error answer, the same everywhere. */
export const errorAnswer = z
  .object({
    success: z.literal(false),
    error: z.string().describe('Code of the error'),
    message: z.string().describe('What happened and what to do, in the language of the request'),
    retry_after: z.number().int().optional().describe('Seconds after which to try again'),
  })
  .loose();

/** Keyset pages: ask again with `after` set to the last answer's `next` until it is null. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(200).optional(),
});

export const nextPage = z.string().nullable().describe('Give it as `after` for the next page');

/** An answer that only says that it was done. */
export const doneAnswer = z.object({ success, message: z.string() });
