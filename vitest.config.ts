import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contract,server,web,emulator,test}/**/*.test.ts'],
    // In a browser: see test/browser/vitest.config.ts.
    exclude: ['**/node_modules/**', 'test/browser/**'],
    setupFiles: ['test/support/fixed-seed.ts'],
    globalSetup: 'test/support/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    isolate: false,
    // On a machine that others use as well, a socket may be late once; what fails twice is broken.
    retry: Number(process.env['TEST_RETRY'] ?? 0),
  },
});
