import { build } from 'vite';

/** Once before all browser tests: what they look at is what stands in the sources. */
export async function setup(): Promise<void> {
  await build({
    configFile: new URL('../../../web/vite.config.ts', import.meta.url).pathname,
    logLevel: 'warn',
  });
}
