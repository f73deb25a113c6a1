import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveConsole } from '../../server/roles/console.ts';

const PAGE = '<!doctype html><title>console</title>';
const SCRIPT = `console.log(${JSON.stringify('long '.repeat(500))})`;
let folder: string;
let server: FastifyInstance;

beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'vestnik-console-'));
  folder = join(parent, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(parent, 'secret.txt'), 'nobody else may read this');
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'main-ab12.js'), SCRIPT);
  await writeFile(join(folder, 'assets', 'main-ab12.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(folder, 'assets', 'main-ab12.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(folder, 'assets', 'plain-cd34.js'), SCRIPT);
  server = Fastify();
  await serveConsole(server, folder, 'en');
});
afterAll(async () => {
  await server?.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

test('the address of the server leads to the console', async () => {
  const answer = await get('/');
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/app/']);
  expect((await get('/app')).body).toBe(PAGE);
});

test.each(['/app/', '/app/index.html', '/app/campaigns/12?tab=report', '/app/enter', '/app/a.b'])(
  '%s is the page, asked for anew each time',
  async (url) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.body]).toEqual([200, PAGE]);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['cache-control']).toBe('no-cache');
  },
);

test('files with a hash in their names are kept for ever, others are not', async () => {
  const script = await get('/app/assets/plain-cd34.js');
  expect(script.body).toBe(SCRIPT);
  expect(script.headers['content-type']).toMatch(/javascript/);
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const icon = await get('/app/icon.svg');
  expect(icon.headers['content-type']).toMatch(/^image\/svg/);
  expect(icon.headers['cache-control']).toBe('no-cache');
});

test.each([
  ['br', 'br'],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
])('who takes %s gets the file as %s', async (accepted, encoding) => {
  const answer = await get('/app/assets/main-ab12.js', { 'accept-encoding': accepted });
  expect(answer.headers['content-encoding']).toBe(encoding);
  expect(answer.headers['content-type']).toMatch(/javascript/);
  expect(answer.headers['vary']).toMatch(/accept-encoding/i);
  expect(answer.headers['cache-control']).toMatch(/immutable/);
  expect(answer.rawPayload.length).toBeLessThan(500);
  expect((await get('/app/assets/main-ab12.js')).body).toBe(SCRIPT);
});

test('a script that is gone is not answered with a page', async () => {
  expect((await get('/app/assets/main-old.js')).statusCode).toBe(404);
});

test.each([
  '/app/../secret.txt',
  '/app/%2e%2e/secret.txt',
  '/app/..%2fsecret.txt',
  '/app/assets/..%2f..%2fsecret.txt',
  '/app/%2e%2e%5csecret.txt',
  '/app/x%00.js',
  '/app//etc/passwd',
])('%s leads to nothing outside', async (url) => {
  const answer = await get(url);
  expect(answer.body).not.toContain('nobody else');
  expect(answer.body).not.toContain('root:');
  expect(answer.statusCode).toBeLessThan(500);
});

test.each(['/app/', '/app/assets/plain-cd34.js', '/app/assets/gone.js'])(
  '%s lets no other page frame it, and no script in from elsewhere',
  async (url) => {
    const { headers } = await get(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-eval/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['permissions-policy']).toContain('camera=()');
  },
);

test.each([
  ['ru', 'Пульт ещё не собран'],
  ['en', 'The console is not built yet'],
] as const)(
  'a console that is not built says so in %s, and is there once it is',
  async (language, text) => {
    const empty = join(folder, '..', `later-${language}`);
    const other = Fastify();
    await serveConsole(other, empty, language);
    const before = await other.inject('/app/inbox');
    expect(before.statusCode).toBe(503);
    expect(before.body).toContain(text);
    expect(before.body).toContain('npm run build');
    expect(before.headers['content-security-policy']).toBeDefined();
    await mkdir(empty);
    await writeFile(join(empty, 'index.html'), PAGE);
    expect((await other.inject('/app/inbox')).body).toBe(PAGE);
    await other.close();
  },
);
