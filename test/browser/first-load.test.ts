import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole, type TestConsole } from './support/console.ts';

const DIST = new URL('../../web/dist/', import.meta.url);
/** The bar: JavaScript that is loaded before anything can be done, packed by gzip. */
const MOST_KB = 250;

let site: TestConsole;
beforeAll(async () => {
  site = await openConsole();
});
afterAll(() => site?.stop());

test(`the first page needs at most ${MOST_KB} kB of packed JavaScript`, async () => {
  const page = await site.open('/about:blank');
  const loaded = new Set<string>();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') loaded.add(new URL(request.url()).pathname);
  });
  await page.goto('/app/');
  await page.getByRole('navigation').waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle').catch(() => {});
  let bytes = 0;
  for (const path of loaded)
    bytes += gzipSync(await readFile(new URL(path.replace('/app/', ''), DIST))).length;
  expect(loaded.size).toBeGreaterThan(0);
  expect(Math.round(bytes / 1_000)).toBeLessThanOrEqual(MOST_KB);
});

test('no page asks anything of the network but this server', async () => {
  const page = await site.open('/');
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== site.url && protocol.startsWith('http')) strangers.push(request.url());
  });
  for (const path of ['/', '/accounts', '/contacts', '/scripts', '/campaigns', '/inbox']) {
    await page.goto(`/app${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }
  expect(strangers).toEqual([]);
});

test('each file of text lies packed beside itself', async () => {
  const names = await readdir(new URL('assets/', DIST));
  const bare = names.filter((name) => /\.(js|css)$/.test(name));
  expect(bare.length).toBeGreaterThan(0);
  for (const name of bare) {
    expect(names).toContain(`${name}.br`);
    expect(names).toContain(`${name}.gz`);
  }
});
