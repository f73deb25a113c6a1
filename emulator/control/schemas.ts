import { z } from 'zod';

/** A number in a path or a query, where everything is text. */
export const numberText = z.coerce.number().int();

export const idParams = z.object({ id: numberText.describe('The id of a user') });

/** A page: how many at most, and after which item it begins. */
export const pageQuery = z.strictObject({
  after: numberText.min(0).default(0).describe('The last id of the page before'),
  limit: numberText.min(1).max(1000).default(100),
});

export const success = z.object({ success: z.literal(true) });
