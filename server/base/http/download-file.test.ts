import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSafeFetch, type SafeFetch, type SafeFetchOptions } from './safe-fetch.ts';
import { fakeLookup, type StrangerServer, startStrangerServer } from './stranger-server.ts';

const limits = { maxBytes: 100_000, timeoutMs: 5_000 };

let stranger: StrangerServer;
let dir: string;
const opened: SafeFetch[] = [];

beforeEach(async () => {
  stranger = await startStrangerServer();
  dir = await mkdtemp(join(tmpdir(), 'safe-fetch-'));
});

afterEach(async () => {
  await stranger.close();
  await Promise.all(opened.splice(0).map((client) => client.close()));
  await rm(dir, { recursive: true });
});

function safeFetch(options: SafeFetchOptions = { allow: [stranger.origin] }): SafeFetch {
  const client = createSafeFetch(options);
  opened.push(client);
  return client;
}

describe('a download', () => {
  it('stores the file and says its size, type and name', async () => {
    stranger.respond = (_request, response) => {
      response.setHeader('content-type', 'Image/PNG; charset=binary');
      response.setHeader('content-disposition', `attachment; filename*=UTF-8''%D1%8F.png`);
      response.end('picture');
    };
    const path = join(dir, 'file');
    expect(await safeFetch().download(`${stranger.origin}/x`, path, limits)).toEqual({
      size: 7,
      mimeType: 'image/png',
      filename: 'я.png',
    });
    expect(await readFile(path, 'utf8')).toBe('picture');
  });

  it('is named after the address when the server gives no name', async () => {
    stranger.respond = (_request, response) => response.end('x');
    const file = await safeFetch().download(
      `${stranger.origin}/a/voice%20one.ogg?x=1`,
      join(dir, 'f'),
      limits,
    );
    expect(file).toEqual({ size: 1, filename: 'voice one.ogg' });
  });

  it('follows up to five redirects and takes the last address for its name', async () => {
    stranger.respond = (request, response) => {
      const step = Number(request.url?.slice(1));
      if (step < 5) response.writeHead(302, { location: String(step + 1) }).end();
      else response.end('there');
    };
    const file = await safeFetch().download(`${stranger.origin}/0`, join(dir, 'f'), limits);
    expect(file).toEqual({ size: 5, filename: '5' });
  });

  it('asks for no compression', async () => {
    let asked: string | string[] | undefined;
    stranger.respond = (request, response) => {
      asked = request.headers['accept-encoding'];
      response.end('x');
    };
    await safeFetch().download(stranger.origin, join(dir, 'f'), limits);
    expect(asked).toBe('identity');
  });

  it('does not touch a file that already stands at the path', async () => {
    stranger.respond = (_request, response) => response.end('new');
    const path = join(dir, 'f');
    await writeFile(path, 'old');
    await expect(safeFetch().download(stranger.origin, path, limits)).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await readFile(path, 'utf8')).toBe('old');
  });
});

describe('a file shared by Google Drive', () => {
  const link = 'https://drive.google.com/file/d/1a2B3c4D5e6F7g8H9/view?usp=sharing';
  const options = () => ({ allow: [stranger.origin], driveOrigin: stranger.origin });

  it('is downloaded by its share link', async () => {
    stranger.respond = (_request, response) => {
      response.setHeader('content-type', 'video/mp4');
      response.setHeader('content-disposition', 'attachment; filename="hello.mp4"');
      response.end('film');
    };
    const file = await safeFetch(options()).download(link, join(dir, 'f'), limits);
    expect(file).toEqual({ size: 4, mimeType: 'video/mp4', filename: 'hello.mp4' });
    expect(stranger.hits).toEqual(['GET /download?id=1a2B3c4D5e6F7g8H9&export=download&confirm=t']);
  });

  it('is not mistaken for the page that Drive shows in its place', async () => {
    stranger.respond = (request, response) => {
      if (request.url === '/signin') {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end('<!doctype html><title>Sign in</title>');
      } else response.writeHead(302, { location: '/signin' }).end();
    };
    const download = safeFetch(options()).download(link, join(dir, 'f'), limits);
    await expect(download).rejects.toMatchObject({ fields: { reason: 'not_shared' } });
  });

  it('has no name made of the download address', async () => {
    stranger.respond = (_request, response) => response.end('film');
    const file = await safeFetch(options()).download(link, join(dir, 'f'), limits);
    expect(file).toEqual({ size: 4 });
  });
});

describe('the allow list', () => {
  it.each([
    ['a host', () => '127.0.0.1'],
    ['a host with its port', () => new URL(stranger.origin).host],
    ['an origin', () => stranger.origin],
    ['a whole address, of which the origin counts', () => `${stranger.origin}/webhook/incoming`],
  ])('takes %s', async (_what, entry) => {
    stranger.respond = (_request, response) => response.end('x');
    const file = await safeFetch({ allow: [entry()] }).download(
      stranger.origin,
      join(dir, 'f'),
      limits,
    );
    expect(file.size).toBe(1);
  });

  it('lets a name in that resolves to an internal address', async () => {
    stranger.respond = (_request, response) => response.end('x');
    const { port } = stranger;
    const options = { allow: ['n8n.internal'], lookup: fakeLookup('127.0.0.1') };
    const file = await safeFetch(options).download(
      `http://n8n.internal:${port}/`,
      join(dir, 'f'),
      limits,
    );
    expect(file.size).toBe(1);
  });

  it.each(['http://127.0.0.1:1', '127.0.0.1:1', 'https://127.0.0.1'])(
    'of %s opens no other port or scheme',
    async (entry) => {
      const client = safeFetch({ allow: [entry] });
      const download = client.download(stranger.origin, join(dir, 'f'), limits);
      await expect(download).rejects.toMatchObject({ fields: { reason: 'internal_address' } });
    },
  );

  it('refuses an entry that is no host', () => {
    expect(() => createSafeFetch({ allow: ['not a host'] })).toThrow(
      'neither a host nor an origin',
    );
  });
});
