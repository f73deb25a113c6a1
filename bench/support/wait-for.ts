import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again and again until something is so.
 * @throws Error when it isn't within `timeoutMs`
 */
export async function waitFor(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  { everyMs = 100, timeoutMs = 300_000 } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await pause(everyMs);
  }
}
