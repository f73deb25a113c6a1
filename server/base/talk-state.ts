import type { z } from 'zod';
import { AppError } from './errors.ts';

const oldButton = {
  ru: 'Эта кнопка устарела. Начните заново: /menu',
  en: 'This button is out of date. Begin anew: /menu',
};

/**
 * What a bot's question was given, for an answer to it or a button under it.
 * @throws AppError conflict when it isn't there any more, or was made by an older version
 */
export function readTalkState<T extends z.ZodType>(schema: T, state: unknown): z.output<T> {
  const read = schema.safeParse(state);
  if (!read.success) throw new AppError('conflict', oldButton);
  return read.data;
}
