import type { lookup } from 'node:dns';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { createSafeFetch, type SafeFetch, type SafeFetchOptions } from './safe-fetch.ts';
import {
  endlessBody,
  fakeLookup,
  type StrangerServer,
  startRawServer,
  startStrangerServer,
} from './stranger-server.ts';

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

async function failedDownload(
  address: string,
  { options, timeoutMs }: { options?: SafeFetchOptions; timeoutMs?: number } = {},
): Promise<AppError> {
  const error = await safeFetch(options)
    .download(address, join(dir, 'file'), { maxBytes: 100_000, timeoutMs: timeoutMs ?? 5_000 })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(await readdir(dir)).toEqual([]);
  return error as AppError;
}

const refusal = (reason: string) => ({
  code: 'download_failed',
  fields: expect.objectContaining({ reason }),
});

describe('a download is refused, and leaves nothing behind, when', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://localhost.:1/',
    'http://db.LOCALHOST:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'http://0177.0.0.1:1/',
    'http://127.1:1/',
    'http://0:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://[::ffff:7f00:1]:1/',
    'http://[64:ff9b::7f00:1]:1/',
    'http://[2002:7f00:1::]:1/',
    'http://[fe80::1]:1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.100.100.200/',
    'http://192.168.0.1/',
    'http://①②⑦.⓪.⓪.①:1/',
  ])('the address is internal: %s', async (address) => {
    expect(await failedDownload(address)).toMatchObject(refusal('internal_address'));
  });

  it('the server itself stands on an address that nobody allowed', async () => {
    expect(await failedDownload(stranger.origin, { options: {} })).toMatchObject(
      refusal('internal_address'),
    );
    expect(stranger.hits).toEqual([]);
  });

  it('a name resolves to an internal address, after a single look-up', async () => {
    const lookup = fakeLookup('127.0.0.1');
    const { port } = stranger;
    const error = await failedDownload(`http://files.example:${port}/`, { options: { lookup } });
    expect(error).toMatchObject(refusal('internal_address'));
    expect(lookup.asked).toEqual(['files.example']);
    expect(stranger.hits).toEqual([]);
  });

  it('one of the addresses of a name is internal', async () => {
    const lookup = fakeLookup('93.184.215.14', '::ffff:10.0.0.1');
    const error = await failedDownload('http://files.example/', { options: { lookup } });
    expect(error).toMatchObject(refusal('internal_address'));
  });

  it.each([
    ['another internal port', 'http://127.0.0.1:1/secret'],
    ['another spelling of localhost', 'http://[::ffff:127.0.0.1]/'],
    ['the metadata service', '//169.254.169.254/'],
  ])('a redirect leads to %s', async (_what, location) => {
    stranger.respond = (_request, response) => response.writeHead(301, { location }).end();
    expect(await failedDownload(stranger.origin)).toMatchObject(refusal('internal_address'));
  });

  it('a redirect leads to a name with an internal address', async () => {
    const { port } = stranger;
    stranger.respond = (_request, response) =>
      response.writeHead(302, { location: `http://files.example:${port}/secret` }).end();
    const options = { allow: [stranger.origin], lookup: fakeLookup('127.0.0.1') };
    expect(await failedDownload(stranger.origin, { options })).toMatchObject(
      refusal('internal_address'),
    );
    expect(stranger.hits).toEqual(['GET /']);
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/x', 'data:,x', 'gopher://example.com/'])(
    'the scheme is not http or https: %s',
    async (address) => {
      expect(await failedDownload(address)).toMatchObject(refusal('unsupported_scheme'));
    },
  );

  it('a redirect changes the scheme', async () => {
    stranger.respond = (_request, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    expect(await failedDownload(stranger.origin)).toMatchObject(refusal('unsupported_scheme'));
  });

  it.each(['', 'example.com/file', 'http://', 'http://[fe80::1%25eth0]/', 'http://a b/'])(
    'it is no address: %j',
    async (address) => {
      expect(await failedDownload(address)).toMatchObject(refusal('invalid_url'));
    },
  );

  it('the address carries a password', async () => {
    const address = stranger.origin.replace('//', '//user:secret@');
    const error = await failedDownload(address);
    expect(error).toMatchObject(refusal('invalid_url'));
    expect(JSON.stringify([error.text, error.fields])).not.toContain('secret');
  });

  it('it redirects a sixth time', async () => {
    stranger.respond = (_request, response) =>
      response.writeHead(307, { location: '/again' }).end();
    expect(await failedDownload(`${stranger.origin}/start`)).toMatchObject(
      refusal('too_many_redirects'),
    );
    expect(stranger.hits).toHaveLength(6);
  });

  it('the body never ends', async () => {
    stranger.respond = endlessBody;
    expect(await failedDownload(stranger.origin)).toMatchObject(refusal('too_large'));
  });

  it('the server declares more than is allowed, before anything is read', async () => {
    stranger.respond = (_request, response) => {
      response.writeHead(200, { 'content-length': '100001' });
      response.flushHeaders();
    };
    expect(await failedDownload(stranger.origin)).toMatchObject(refusal('too_large'));
  });

  it.each([
    ['less than the server declared', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort'],
    ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('%s arrives', async (_what, answer) => {
    const raw = await startRawServer(answer);
    const error = await failedDownload(raw.origin, { options: { allow: [raw.origin] } });
    await raw.close();
    expect(error).toMatchObject(refusal('unreachable'));
  });

  it('the body falls silent', async () => {
    stranger.respond = (_request, response) => {
      response.write('first');
    };
    const options = { allow: [stranger.origin], idleTimeoutMs: 150 };
    expect(await failedDownload(stranger.origin, { options })).toMatchObject(refusal('timeout'));
  });

  it('no connection comes about in time', async () => {
    const neverResolves = (() => {}) as unknown as typeof lookup;
    const options = { lookup: neverResolves, connectTimeoutMs: 150 };
    expect(await failedDownload('http://files.example/', { options })).toMatchObject(
      refusal('timeout'),
    );
  });

  it('the server never answers', async () => {
    stranger.respond = () => {};
    const options = { allow: [stranger.origin], idleTimeoutMs: 150 };
    expect(await failedDownload(stranger.origin, { options })).toMatchObject(refusal('timeout'));
  });

  it('the body trickles past the time limit', async () => {
    stranger.respond = (_request, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    };
    expect(await failedDownload(stranger.origin, { timeoutMs: 300 })).toMatchObject(
      refusal('timeout'),
    );
  });

  it('the file is compressed all the same', async () => {
    stranger.respond = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(10_000_000)));
    };
    expect(await failedDownload(stranger.origin)).toMatchObject(refusal('unsupported_encoding'));
  });

  it.each([
    [404, 'not_found'],
    [410, 'not_found'],
    [403, 'http_status'],
    [500, 'http_status'],
    [304, 'http_status'],
  ])('the server answers %i', async (status, reason) => {
    stranger.respond = (_request, response) => response.writeHead(status).end();
    expect(await failedDownload(stranger.origin)).toMatchObject({
      code: 'download_failed',
      fields: { reason, status },
    });
  });

  it('nobody listens there', async () => {
    await stranger.close();
    expect(await failedDownload(stranger.origin)).toMatchObject(refusal('unreachable'));
  });
});
