import { useRef } from 'react';
import type { Dialog } from './inbox.ts';

/**
 * Moves to the next dialog of the list, or the one before. One that has left the list, because it
 * was seen to, is remembered by its place.
 */
export function useStep(
  dialogs: readonly Dialog[],
  openNumber: number | undefined,
  open: (number: number) => void,
): (by: 1 | -1) => void {
  const place = useRef(-1);
  return (by) => {
    const found = dialogs.findIndex(({ id }) => id === openNumber);
    const isGone = found < 0 && openNumber !== undefined;
    // Where the gone one stood the next one stands now.
    const from = found >= 0 ? found : isGone && by === 1 ? place.current - 1 : place.current;
    const to = Math.max(0, Math.min(dialogs.length - 1, from + by));
    place.current = to;
    const next = dialogs[to];
    if (next && next.id !== openNumber) open(next.id);
  };
}
