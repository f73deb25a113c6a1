import { defineConfig } from 'vitest/config';

// The console in a real browser, against the real server and the sandbox:
//   npm run prove -- console        or        npm run test:browser -- inbox
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts', 'test/browser/support/build-console.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    retry: Number(process.env['TEST_RETRY'] ?? 0),
  },
});
