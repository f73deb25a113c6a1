import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';

/** A test that gets a fresh `folder` of its own, removed afterwards. */
export const itInFolder = test.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the wanted fixtures from the pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'vestnik-test-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});
