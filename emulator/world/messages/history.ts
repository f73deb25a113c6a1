import { type Box, countBelow } from './box.ts';
import type { Copy } from './message.ts';

/** Which part of a chat is wanted (https://core.telegram.org/api/offsets). */
export type HistoryPage = {
  /** Messages before this number; 0 for the latest. */
  offsetId: number;
  /** Messages before this time, in seconds; 0 for any. Only without an `offsetId`. */
  offsetDate: number;
  /** How many further back to begin; negative ones begin among the newer. */
  addOffset: number;
  limit: number;
  /** Only numbers below and above these; 0 for any. */
  maxId: number;
  minId: number;
};

/** A page of a chat, the latest message first. It costs what the page holds, not what the chat does. */
export function historyPage(
  box: Box,
  dialog: { readonly ids: readonly number[] } | undefined,
  page: HistoryPage,
): Copy[] {
  if (!dialog) return [];
  const before =
    page.offsetId > 0
      ? countBelow(dialog.ids, page.offsetId)
      : page.offsetDate > 0
        ? countBefore(box, dialog, page.offsetDate)
        : dialog.ids.length;
  const end = before - page.addOffset;
  const from = Math.max(0, end - page.limit);
  const copies: Copy[] = [];
  for (let i = Math.min(end, dialog.ids.length) - 1; i >= from; i--) {
    const copy = box.copies[(dialog.ids[i] ?? 0) - 1];
    if (!copy || (page.maxId > 0 && copy.id >= page.maxId)) continue;
    if (copy.id <= page.minId) break;
    copies.push(copy);
  }
  return copies;
}

function countBefore(box: Box, dialog: { readonly ids: readonly number[] }, date: number): number {
  let low = 0;
  let high = dialog.ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const copy = box.copies[(dialog.ids[middle] ?? 0) - 1];
    if ((copy?.message.date ?? 0) < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
