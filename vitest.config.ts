import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contract,server,emulator,test}/**/*.test.ts'],
    setupFiles: ['test/support/fixed-seed.ts'],
    globalSetup: 'test/support/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
