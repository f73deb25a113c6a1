import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  expectAccessible,
  expectNoOverflow,
  OWNER,
  openConsole,
  setUpCode,
  type TestConsole,
} from './support/console.ts';

const words = {
  ru: {
    setUp: 'Первый запуск',
    code: 'Код установки',
    name: 'Имя',
    login: 'Логин',
    make: 'Создать и войти',
    overview: 'Обзор',
    signIn: 'Вход',
    enter: 'Войти',
    signOut: 'Выйти',
  },
  en: {
    setUp: 'First start',
    code: 'Set-up code',
    name: 'Name',
    login: 'Login',
    make: 'Make it and sign in',
    overview: 'Overview',
    signIn: 'Sign in',
    enter: 'Sign in',
    signOut: 'Sign out',
  },
};

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site?.stop());

  test('on a fresh server whoever has the printed code makes the owner, and is in', async () => {
    const fresh = await openConsole();
    onTestFinished(() => fresh.stop());
    const page = await fresh.openAsStranger('/', { language, width: 360 });
    await page.getByRole('heading', { name: t.setUp }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByRole('textbox', { name: t.code }).fill('a guess');
    await page.getByRole('textbox', { name: t.name, exact: true }).fill(OWNER.name);
    await page.getByRole('textbox', { name: t.login }).fill(OWNER.login);
    await page.locator('input[type=password]').fill(OWNER.password);
    await page.getByRole('button', { name: t.make }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: t.code }).fill(setUpCode(fresh.stage));
    await page.getByRole('button', { name: t.make }).click();
    await page.getByRole('heading', { name: t.overview, level: 1 }).waitFor();
  });

  test('an address deep inside is kept through the sign-in, and a wrong password says so', async () => {
    await site.open('/', { language });
    const page = await site.openAsStranger('/jobs', { language, scheme: 'dark' });
    await page.getByRole('heading', { name: t.signIn }).waitFor();
    await expectAccessible(page);
    await page.getByRole('textbox', { name: t.login }).fill(OWNER.login);
    await page.locator('input[type=password]').fill('not this one, surely');
    await page.getByRole('button', { name: t.enter }).click();
    await page.getByRole('alert').waitFor();
    await page.locator('input[type=password]').fill(OWNER.password);
    await page.getByRole('button', { name: t.enter }).click();
    await page.getByRole('navigation').waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/jobs');
  });

  test('who signs out is out, in every tab', async () => {
    const page = await site.open('/', { language });
    const other = await page.context().newPage();
    await page.getByRole('button', { name: OWNER.name }).click();
    await page.getByRole('menuitem', { name: t.signOut }).click();
    await page.getByRole('heading', { name: t.signIn }).waitFor();
    await other.goto('/app/accounts');
    await other.getByRole('heading', { name: t.signIn }).waitFor();
  });
});
