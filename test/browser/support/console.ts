import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Stage, startStage } from '../../support/stage.ts';

export type Language = 'ru' | 'en';
export const languages: readonly Language[] = ['ru', 'en'];

export type View = {
  language?: Language;
  scheme?: 'light' | 'dark';
  width?: number;
};

/** The owner who signs in unless a test says otherwise. */
export const OWNER = { name: 'Olga', login: 'olga', password: 'a long enough password' };

const WIDTH = 1280;
const HEIGHT = 900;
/** What isn't there after so long won't come. */
const PATIENCE_MS = 15_000;

/** A server with a sandbox, and a browser in front of it. */
export type TestConsole = {
  stage: Stage;
  /** The address of the server. */
  url: string;
  /** A page of the console where the owner is signed in; closed at the end of the tests. */
  open(path: string, view?: View): Promise<Page>;
  /** A page for somebody of the team who has this role. */
  openAs(role: 'admin' | 'operator' | 'specialist', path: string, view?: View): Promise<Page>;
  /** A page of a browser that knows nobody yet. */
  openAsStranger(path: string, view?: View): Promise<Page>;
  stop(): Promise<void>;
};

/** Starts everything a browser test needs; the server's clock stands still, the browser's too. */
export async function openConsole(env: Record<string, string> = {}): Promise<TestConsole> {
  const stage = await startStage(env);
  const url = stage.server.url ?? '';
  const browser = await launchBrowser();
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];

  const newContext = async ({ language = 'ru', scheme = 'light', width = WIDTH }: View) => {
    const context = await browser.newContext({
      baseURL: url,
      locale: language === 'ru' ? 'ru-RU' : 'en-GB',
      timezoneId: 'Europe/Moscow',
      colorScheme: scheme,
      reducedMotion: 'reduce',
      viewport: { width, height: HEIGHT },
    });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('weberror', (error) => faults.push(String(error.error())));
    contexts.push(context);
    return context;
  };
  const openPage = async (context: BrowserContext, path: string) => {
    const page = await context.newPage();
    await page.clock.setFixedTime(stage.server.clock.now());
    await page.goto(`/app${path}`);
    return page;
  };

  return {
    stage,
    url,
    async open(path, view = {}) {
      const context = await newContext(view);
      const { login, password } = OWNER;
      let answer = await ask(context, '/session', { login, password });
      if (!answer.ok())
        answer = await ask(context, '/session/set-up', { ...OWNER, code: setUpCode(stage) });
      expect(answer.ok(), await answer.text()).toBe(true);
      return openPage(context, path);
    },
    async openAs(role, path, view = {}) {
      const context = await newContext(view);
      const name = `${role}-${contexts.length}`;
      const { body } = await stage.server.api.post('/operators', { name, role });
      const { token } = body.invitation;
      const { password } = OWNER;
      const answer = await ask(context, '/session/invitation', { token, login: name, password });
      expect(answer.ok(), await answer.text()).toBe(true);
      return openPage(context, path);
    },
    async openAsStranger(path, view = {}) {
      return openPage(await newContext(view), path);
    },
    async stop() {
      for (const context of contexts) await context.close();
      await browser.close();
      await stage.stop();
      expect(faults, 'errors that pages threw').toEqual([]);
    },
  };
}

/** The context keeps the cookie of the answer. */
function ask(context: BrowserContext, path: string, data: object) {
  return context.request.post(path, { data, headers: { 'x-vestnik': 'console' } });
}

/** The code that the server prints for whoever started it. */
export function setUpCode(stage: Stage): string {
  const code = stage.server.notices.join(' ').match(/\b\w{4}-\w{4}-\w{4}\b/)?.[0];
  if (!code) throw new Error(`no set-up code among: ${stage.server.notices.join(' | ')}`);
  return code;
}

export async function launchBrowser(): Promise<Browser> {
  const known = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const executablePath = known.find((path) => path && existsSync(path));
  if (!executablePath)
    throw new Error('Chromium is missing: apt-get install chromium, or set CHROMIUM_PATH.');
  // As root (in a container) Chromium starts only without its sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** No fault that keeps people out: see https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations }: axe.AxeResults = await page.evaluate(
    'axe.run({ resultTypes: ["violations"] })',
  );
  const faults = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    );
  expect(faults, `axe on ${page.url()}`).toEqual([]);
}

const BEYOND = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Nothing of a page is wider than the screen, once it has settled at its width. */
export async function expectNoOverflow(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(BEYOND), {
      timeout: PATIENCE_MS,
      message: `pixels beyond the right edge of ${page.url()}`,
    })
    .toBe(0);
}
