import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFfmpegMedia } from './ffmpeg-media.ts';
import { refusalOf } from './media-samples.ts';

const media = createFfmpegMedia();

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'documents-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

const document = (path: string, filename?: string) =>
  media.prepare({ type: 'document', path, ...(filename && { filename }) }, dir);

const oleFile = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

describe('a document', () => {
  it('stays untouched', async () => {
    const path = await write('прайс.csv', 'a;b\n1;2\n');
    expect(await document(path)).toEqual({
      type: 'document',
      path,
      size: 8,
      mimeType: 'text/csv',
      filename: 'прайс.csv',
    });
  });

  it.each([
    ['a PDF called .txt', 'x.txt', '%PDF-1.7\n', 'application/pdf'],
    ['an old Word file', 'x.doc', oleFile, 'application/msword'],
    ['an old Excel file', 'x.XLS', oleFile, 'application/vnd.ms-excel'],
    ['an SVG', 'x.svg', '<?xml version="1.0"?><svg xmlns="x"/>', 'image/svg+xml'],
    ['a page', 'x.html', '<!DOCTYPE html><p>x', 'text/html'],
    ['JSON', 'x.json', '{"a":1}', 'application/json'],
    ['text without an extension', 'README', 'hello', 'application/octet-stream'],
    ['anything else', 'x.bin', Buffer.from([0, 1, 2, 3]), 'application/octet-stream'],
  ])('has a type: %s', async (_what, name, content, mimeType) => {
    expect(await document(await write(name, content))).toMatchObject({ mimeType });
  });

  it('bears the given name, without folders', async () => {
    const path = await write('tmp123', 'x');
    expect(await document(path, '../../отчёт за май.txt')).toMatchObject({
      filename: 'отчёт за май.txt',
      mimeType: 'text/plain',
    });
  });

  it('falls back to its own name when the given one is no name', async () => {
    expect(await document(await write('own.txt', 'x'), '..')).toMatchObject({
      filename: 'own.txt',
    });
  });
});

describe('a document is refused', () => {
  it('if it is empty', async () => {
    const error = await refusalOf(document(await write('empty.txt', '')));
    expect(error.code).toBe('invalid_media');
    expect(error.text.ru).toContain('файл пустой');
  });

  it('above 2000 MB', async () => {
    const path = await write('huge.bin', 'x');
    await truncate(path, 2000 * 1024 * 1024 + 1); // a sparse file: it takes no room
    expect((await refusalOf(document(path))).text.en).toContain('with a limit of 2000 MB');
  });

  it('if there is no file, or a folder in its place', async () => {
    expect((await refusalOf(document(join(dir, 'nothing')))).code).toBe('invalid_path');
    await mkdir(join(dir, 'folder'));
    expect((await refusalOf(document(join(dir, 'folder')))).code).toBe('invalid_path');
  });
});
