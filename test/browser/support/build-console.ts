import { build } from 'vite';

/** Once before all browser tests: what they look at is what stands in the sources. */
export async function setup(): Promise<void> {
  const before = process.env['NODE_ENV'];
  // The test runner's own value would bring React's slow and large building for developers.
  process.env['NODE_ENV'] = 'production';
  await build({
    configFile: new URL('../../../web/vite.config.ts', import.meta.url).pathname,
    logLevel: 'warn',
  });
  process.env['NODE_ENV'] = before;
}
