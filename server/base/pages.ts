import { AppError } from './errors.ts';

/**
 * Reads the cursor of a keyset page ordered by id.
 * @throws AppError invalid_request when it isn't one of ours
 */
export function readCursor(after: string | undefined): number | undefined {
  if (after === undefined || after === '') return undefined;
  const id = Number(after);
  if (/^\d+$/.test(after) && Number.isSafeInteger(id)) return id;
  throw new AppError('invalid_request', {
    ru: 'Параметр after неверен: подставьте в него next из предыдущего ответа.',
    en: 'The parameter after is wrong: give it the next of the previous answer.',
  });
}

/** The cursor of the next page, null on the last one. */
export function nextCursor(rows: readonly { id: number }[], limit: number): string | null {
  const last = rows.at(-1);
  return last && rows.length === limit ? String(last.id) : null;
}
