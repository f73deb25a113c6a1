import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { freePort } from '../../demo/free-port.ts';
import { launchBrowser } from '../browser/support/console.ts';
import { fillBots } from './fill-bots.ts';
import { narrowPages, pagesOf } from './pages.ts';

// Takes the pictures of the console that stand in docs/screens, of the demo in both languages:
//   npm run build && npm run screens
const FOLDER = new URL('../../docs/screens/', import.meta.url).pathname;
const DEMO = new URL('../../demo/main.ts', import.meta.url).pathname;
const DEMO_TAKES_MS = 600_000;
/** Long enough for charts and lists to have come, after the network is silent. */
const SETTLES_MS = 700;

type Language = 'ru' | 'en';
type Demo = {
  /** Signs in, once. */
  link: string;
  /** Of the sandbox. */
  control: string;
};
type Look = {
  baseURL: string;
  language: Language;
  scheme: 'light' | 'dark';
  width: number;
  height: number;
};

await mkdir(FOLDER, { recursive: true });
for (const name of await readdir(FOLDER)) if (name.endsWith('.png')) await rm(join(FOLDER, name));
const browser = await launchBrowser();
try {
  for (const language of ['ru', 'en'] as const) {
    const demo = await startDemo(language);
    try {
      await takeAll(browser, demo, language);
    } finally {
      await stop(demo.child);
    }
  }
} finally {
  await browser.close();
}

async function takeAll(
  browser: Browser,
  { link, control }: Demo,
  language: Language,
): Promise<void> {
  const baseURL = new URL(link).origin;
  const wide = { baseURL, language, scheme: 'light', width: 1280, height: 800 } as const;
  const page = await signIn(browser, link, wide);
  const pages = await pagesOf(page);
  const invites = await fillBots(page, control, language);
  pages.push(['invites', `/campaigns/${invites}?tab=results`]);
  for (const [name, path] of pages) await take(page, path, `${name}.${language}`);
  // A link works once: the other looks take the cookie along.
  const storageState = await page.context().storageState();
  const context = await browser.newContext({
    ...lookOf({ baseURL, language, scheme: 'dark', width: 380, height: 760 }),
    storageState,
  });
  const narrow = await context.newPage();
  for (const [name, path] of pages)
    if (narrowPages.has(name))
      await take(narrow, path.replace('&pane=person', ''), `${name}-narrow.${language}`);
  await context.close();
  await page.context().close();
}

async function signIn(browser: Browser, link: string, look: Look): Promise<Page> {
  const page = await (await browser.newContext(lookOf(look))).newPage();
  await page.goto(link);
  // The menu comes when the link has let somebody in.
  await page.getByRole('navigation').getByRole('link').first().waitFor();
  return page;
}

function lookOf({ baseURL, language, scheme, width, height }: Look) {
  return {
    baseURL,
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    timezoneId: 'Europe/Moscow',
    colorScheme: scheme,
    reducedMotion: 'reduce' as const,
    viewport: { width, height },
  };
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await page.goto(`/app${path}`);
  await page.getByRole('main').getByRole('heading').first().waitFor();
  // The live stream stays open, so that the network as a whole is never silent.
  await page.waitForTimeout(SETTLES_MS);
  const picture = sharp(await page.screenshot());
  const saved = await picture
    .png({ palette: true, dither: 0, compressionLevel: 9, effort: 10 })
    .toFile(join(FOLDER, `${name}.png`));
  process.stdout.write(`${name}: ${Math.round(saved.size / 1_000)} kB\n`);
}

/** The demo with its campaign played through. */
async function startDemo(language: Language): Promise<Demo & { child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', DEMO], {
    env: { ...process.env, INTERFACE_LANGUAGE: language, PORT: String(await freePort(8_300)) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const demo = await new Promise<Demo>((resolve, reject) => {
    let told = '';
    const fail = (why: string) => reject(new Error(`${why}: ${told}`));
    const timer = setTimeout(() => fail('the demo took too long'), DEMO_TAKES_MS);
    child.once('exit', () => fail('the demo ended'));
    // Read to its end: a pipe that nobody empties would hold the demo up.
    child.stdout.on('data', (chunk) => {
      told += String(chunk);
      const link = /https?:\/\/\S+\/app\/enter\S+/.exec(told)?.[0];
      const control = /https?:\/\/\S+\/control\b/.exec(told)?.[0];
      if (!link || !control) return;
      clearTimeout(timer);
      resolve({ link, control });
    });
  }).catch((error) => {
    child.kill();
    throw error;
  });
  return { child, ...demo };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}
