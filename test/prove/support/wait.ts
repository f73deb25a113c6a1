import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `look` gives something; a look that fails counts as one that gave nothing.
 * @throws Error after `limitMs` with what it waited for
 */
export async function until<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = performance.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end)
      throw new Error(`waited ${limitMs / 1_000} s in vain for ${what}`, { cause: last });
    await pause(50);
  }
}

/** Does something with each item, a few at once. */
export async function forEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, place: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let place = next++; place < items.length; place = next++) {
      const item = items[place];
      if (item !== undefined) await work(item, place);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
