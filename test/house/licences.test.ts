import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;

type Package = { name: string; licence: string; isForTestsOnly?: boolean };

/**
 * Licences that let an MIT program depend on them: they ask for no more than their text to be kept
 * (MPL-2.0: and changes to its own files to be published, which we make none of).
 */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache 2.0', // as sandwich-stream of Telegraf's spells it
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Separate programs, run as processes of their own: what they are is no matter of our licence. */
const PROGRAMS = /^@(ffmpeg|ffprobe)-installer\//;
/** Libraries under the LGPL, loaded as they come and replaceable. */
const LIBRARIES = /^@img\/sharp-/;

/**
 * Comes with GramJS, with which the sandbox is tested; nothing that a user runs contains or loads
 * it, and it may be here only as long as that is so.
 */
const TESTS_ONLY = new Set(['@cryptography/aes']);

const COPYLEFT = /^(GPL|LGPL)-?(v?\d(\.\d)?)?(\+|-only|-or-later)?$/i;

/** What is wrong with a package's licence; undefined when nothing is. */
function objection({ name, licence, isForTestsOnly }: Package): string | undefined {
  if (isAllowed(licence, name)) return undefined;
  if (isForTestsOnly && TESTS_ONLY.has(name) && COPYLEFT.test(licence)) return undefined;
  return `${name}: ${licence || 'no licence at all'}`;
}

/** Reads an SPDX expression: of `A OR B` one must do, of `A AND B` both. */
function isAllowed(expression: string, name: string): boolean {
  const plain = expression.trim().replace(/^\((.*)\)$/, '$1');
  if (/ OR /.test(plain)) return plain.split(' OR ').some((part) => isAllowed(part, name));
  if (/ AND /.test(plain)) return plain.split(' AND ').every((part) => isAllowed(part, name));
  if (PERMISSIVE.has(plain)) return true;
  if (LIBRARIES.test(name)) return /^LGPL/.test(plain);
  return (
    PROGRAMS.test(name) && (COPYLEFT.test(plain) || plain.startsWith('https://git.ffmpeg.org/'))
  );
}

type LockEntry = {
  name?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
};

const lock: Record<string, LockEntry> = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
).packages;
const entries = Object.entries(lock).filter(([path, { link }]) => path !== '' && !link);

/** Every package of the lockfile, those of other platforms too. */
function lockedPackages(): Package[] {
  return entries.map(([path, entry]) => {
    const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 13);
    const licence = entry.license ?? (licenceOnDisk(join(ROOT, path)) || licenceOfWhole(name));
    return { name, licence, isForTestsOnly: entry.dev === true };
  });
}

/** The part of a package that is for another platform is under the licence of the whole. */
function licenceOfWhole(name: string): string {
  const whole = entries.find(([, { optionalDependencies = {} }]) => name in optionalDependencies);
  return whole?.[1].license ?? '';
}

/** Every package that is installed, nested ones too. */
function installedPackages(folder = 'node_modules'): Package[] {
  if (!existsSync(join(ROOT, folder))) return [];
  const names = readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@')
        ? readdirSync(join(ROOT, folder, name)).map((inner) => `${name}/${inner}`)
        : [name],
    );
  return names.flatMap((name) => {
    const path = `${folder}/${name}`;
    const isForTestsOnly = lock[path]?.dev === true;
    const own = existsSync(join(ROOT, path, 'package.json'))
      ? [{ name, licence: licenceOnDisk(join(ROOT, path)), isForTestsOnly }]
      : [];
    return [...own, ...installedPackages(`${path}/node_modules`)];
  });
}

function licenceOnDisk(path: string): string {
  if (!existsSync(join(path, 'package.json'))) return '';
  const { license, licenses }: { license?: unknown; licenses?: unknown } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  );
  const nameOf = (value: unknown): string =>
    typeof value === 'string' ? value : ((value as { type?: string } | undefined)?.type ?? '');
  return Array.isArray(licenses) ? licenses.map(nameOf).join(' OR ') : nameOf(license);
}

test('every package of the lockfile may be depended on by an MIT program', () => {
  const packages = lockedPackages();
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.map(objection).filter(Boolean)).toEqual([]);
});

test('every installed package says the same of itself', () => {
  const packages = installedPackages();
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.map(objection).filter(Boolean)).toEqual([]);
});

test('the licence of the project is MIT, in package.json and in LICENSE', () => {
  expect(licenceOnDisk(ROOT)).toBe('MIT');
  expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toMatch(/^MIT License/);
});

describe('the check itself', () => {
  test.each([
    ['left-pad', ''],
    ['left-pad', 'UNLICENSED'],
    ['left-pad', 'SEE LICENSE IN LICENSE.md'],
    ['left-pad', 'GPL-3.0-or-later'],
    ['left-pad', 'LGPL-3.0-or-later'],
    ['left-pad', 'AGPL-3.0-only'],
    ['left-pad', 'MIT AND GPL-3.0-only'],
    ['left-pad', 'https://git.ffmpeg.org/LICENSE.md'],
    ['sharp', 'LGPL-3.0-or-later'],
    ['@img/sharp-linux-x64', 'GPL-3.0-or-later'],
    ['@ffmpeg-installer/linux-x64', 'AGPL-3.0-only'],
    ['@ffmpeg-installer/linux-x64', ''],
  ])('refuses %s under "%s", by its name', (name, licence) => {
    expect(objection({ name, licence })).toContain(name);
  });

  test('lets a copyleft package in for the tests, and only there', () => {
    const aes = { name: '@cryptography/aes', licence: 'GPL-3.0-or-later' };
    expect(objection({ ...aes, isForTestsOnly: true })).toBeUndefined();
    expect(objection({ ...aes, isForTestsOnly: false })).toContain('@cryptography/aes');
    expect(objection({ ...aes, name: 'left-pad', isForTestsOnly: true })).toContain('left-pad');
  });

  test.each([
    ['left-pad', 'MIT'],
    ['left-pad', '(MIT OR GPL-3.0-only)'],
    ['left-pad', '(MIT AND Zlib)'],
    ['@img/sharp-libvips-linux-x64', 'LGPL-3.0-or-later'],
    ['@img/sharp-win32-x64', 'Apache-2.0 AND LGPL-3.0-or-later'],
    ['@ffmpeg-installer/linux-x64', 'GPLv3'],
  ])('accepts %s under %s', (name, licence) => {
    expect(objection({ name, licence })).toBeUndefined();
  });
});
