import { useSyncExternalStore } from 'react';
import type { Dialog } from './inbox.ts';

const KEPT_AS = 'vestnik-seen';
const MOST_KEPT = 1_000;

/** Up to which message each dialog was looked at in this browser: [dialog, message]. */
let seen: ReadonlyMap<number, number> = read();
const listeners = new Set<() => void>();

function read(): Map<number, number> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEPT_AS) ?? '[]'));
  } catch {
    return new Map();
  }
}

export function markSeen(dialog: number, message: number): void {
  if ((seen.get(dialog) ?? 0) >= message) return;
  const entries = [...seen].filter(([number]) => number !== dialog);
  seen = new Map([...entries, [dialog, message] as const].slice(-MOST_KEPT));
  localStorage.setItem(KEPT_AS, JSON.stringify([...seen]));
  for (const listener of listeners) listener();
}

/** Whether the person had the last word and it wasn't looked at here. */
export function useIsUnread(): (dialog: Dialog) => boolean {
  const known = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => seen,
  );
  return ({ id, last_words: words }) =>
    words?.direction === 'in' && words.id > (known.get(id) ?? 0);
}
