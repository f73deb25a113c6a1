import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { createSafeFetch } from '../../server/base/http/safe-fetch.ts';
import { addAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let inside: Server;
let insideUrl: string;
let personId: number;
let asked = 0;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'bad input' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control, MAX_DAILY_ACTIVE: '1000' });
  await addAccount(server, control);
  personId = await control.makeUser({ firstName: 'Anna', username: 'anna_k' });
  inside = createServer((_, answer) => {
    asked += 1;
    answer.end('secret');
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  insideUrl = `http://127.0.0.1:${(inside.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => inside?.close(resolve));
  await server?.stop();
  await box?.stop();
});

const consent = { source: 'site', basis: 'opt_in' };
const send = (body: Record<string, unknown>) =>
  server.api.post('/send', { username: 'anna_k', consent, ...body });

async function refuses(body: Record<string, unknown>, error: string) {
  const answer = await send(body);
  expect(answer.body).toMatchObject({ success: false, error });
  expect(answer.body.message).toEqual(expect.any(String));
  expect(await sentTo(control, personId)).toEqual([]);
  return answer;
}

describe('text', () => {
  test.each([
    ['no text', {}],
    ['an empty text', { content: '' }],
    ['a text of spaces', { content: ' \n ' }],
    ['a text longer than 4096 characters', { content: 'x'.repeat(4_097) }],
    ['a text with a NUL', { content: 'Hello\0there' }],
    ['half of a surrogate pair', { content: 'Hello \ud83d' }],
    [
      'a NUL in the evidence of a consent',
      { content: 'Hi', consent: { ...consent, evidence: { form: ['a\0'] } } },
    ],
    [
      'a NUL in a name of the evidence',
      { content: 'Hi', consent: { ...consent, evidence: { 'a\0': 1 } } },
    ],
    ['an unknown field', { content: 'Hello', colour: 'red' }],
    ['a text that is no text', { content: 42 }],
    ['an unknown type', { type: 'sticker', content: 'Hello' }],
  ])('%s is refused', async (_, body) => {
    expect((await refuses(body, 'invalid_request')).status).toBe(400);
  });

  test('evidence that is nested without end is refused', async () => {
    const depth = 100_000;
    const answer = await server.api.raw('/send', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"username": "anna_k", "content": "Hi", "consent": {"source": "site", "basis": "opt_in",
        "evidence": {"a": ${'['.repeat(depth)}${']'.repeat(depth)}}}}`,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, error: 'invalid_request' });
  });

  test('an answer about a NUL names the field', async () => {
    const refused = await refuses({ content: 'a\0b' }, 'invalid_request');
    expect(refused.body.details).toEqual([{ field: 'content', message: expect.any(String) }]);
  });

  test.each([
    ['JSON that breaks off', '{"username": "anna_k", "content": '],
    ['no JSON at all', 'hello'],
  ])('%s is refused', async (_, text) => {
    const answer = await server.api.raw('/send', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, error: 'invalid_json' });
  });

  test('JSON that is no object is refused', async () => {
    const answer = await server.api.post('/send', ['anna_k']);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('files', () => {
  test('a type of media without a file is refused', async () => {
    await refuses({ type: 'photo' }, 'invalid_media');
  });

  test('a file given in two ways is refused', async () => {
    await refuses({ type: 'photo', file_base64: 'aGk=', file_path: 'a.png' }, 'invalid_request');
  });

  test.each(['photo', 'video', 'video_note', 'voice'])(
    'text that says it is a %s is refused',
    async (type) => {
      const file_base64 = Buffer.from('not really').toString('base64');
      await refuses({ type, file_base64 }, 'invalid_media');
    },
  );

  test.each([
    ['no base64', '!!!'],
    ['nothing', 'data:image/png;base64,'],
    ['a broken length', 'aGkx='],
  ])('%s in file_base64 is refused', async (_, file_base64) => {
    await refuses({ type: 'document', file_base64 }, 'invalid_media');
  });

  test('a caption longer than 1024 characters is refused', async () => {
    await refuses(
      { type: 'document', file_base64: 'aGk=', caption: 'x'.repeat(1_025) },
      'invalid_request',
    );
  });

  test('a NUL in a filename is refused', async () => {
    await refuses(
      { type: 'document', file_base64: 'aGk=', filename: 'a\0.txt' },
      'invalid_request',
    );
  });

  test('a photo over 10 MB is refused', async () => {
    const png = Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
      Buffer.alloc(10 * 1024 * 1024 + 1),
    ]);
    await refuses({ type: 'photo', file_base64: png.toString('base64') }, 'invalid_media');
  });

  test('nothing half-done stays in the temporary folder', async () => {
    await refuses({ type: 'voice', file_base64: 'aGk=' }, 'invalid_media');
    expect(await readdir(server.app.config.dirs.temp)).toEqual([]);
  });

  test('a filename is only a name, wherever it points', async () => {
    const other = await control.makeUser({ firstName: 'Boris', username: 'boris_k' });
    const sent = await server.api.post('/send', {
      username: 'boris_k',
      consent,
      type: 'document',
      file_base64: 'aGk=',
      filename: '../../etc/passwd',
    });
    expect(sent.body).toMatchObject({ success: true });
    expect((await sentTo(control, other))[0]?.media?.filename).toBe('passwd');
  });
});

describe('file_path', () => {
  let media: string;
  let outside: string;
  beforeAll(async () => {
    media = server.app.config.dirs.media;
    outside = join(server.dataDir, 'outside.txt');
    await writeFile(outside, 'secret');
    await symlink(outside, join(media, 'link.txt'));
    await symlink(server.dataDir, join(media, 'folder-link'));
    await mkdir(join(media, 'photos', 'folder'), { recursive: true });
    // A neighbour whose name begins like the folder's.
    await mkdir(`${media}-2`, { recursive: true });
    await writeFile(`${media}-2/a.txt`, 'secret');
  });
  afterAll(() => rm(`${media}-2`, { recursive: true, force: true }));

  test.each([
    ['a way out of the folder', () => '../outside.txt'],
    ['a way out and in again elsewhere', () => 'photos/../../outside.txt'],
    ['an absolute path elsewhere', () => outside],
    ['a file of the system', () => '/etc/passwd'],
    ['a link to a file elsewhere', () => 'link.txt'],
    ['a file behind a link to a folder elsewhere', () => 'folder-link/outside.txt'],
    ['a folder beside it with a longer name', () => `${media}-2/a.txt`],
    ['the folder itself', () => '.'],
    ['a folder in it', () => 'photos/folder'],
    ['a file that is not there', () => 'photos/none.jpg'],
    ['a name too long for any disk', () => 'x'.repeat(4_000)],
    ['a URL', () => 'file:///etc/passwd'],
  ])('%s is refused', async (_, path) => {
    const refused = await refuses({ type: 'document', file_path: path() }, 'invalid_path');
    expect(refused.body.message).not.toContain('ENOENT');
  });

  test('a path with a NUL is refused', async () => {
    await refuses({ type: 'document', file_path: 'photos/a.jpg\0.txt' }, 'invalid_request');
  });

  test('an absolute path inside the folder is taken', async () => {
    const vera = await control.makeUser({ firstName: 'Vera', username: 'vera_k' });
    await writeFile(join(media, 'price.txt'), 'prices');
    const sent = await server.api.post('/send', {
      username: 'vera_k',
      consent,
      type: 'document',
      file_path: join(media, 'price.txt'),
    });
    expect(sent.body).toMatchObject({ success: true });
    expect((await sentTo(control, vera))[0]?.media?.filename).toBe('price.txt');
  });
});

describe('file_url', () => {
  const port = () => (inside.address() as AddressInfo).port;
  test.each([
    ['127.0.0.1', () => insideUrl],
    ['localhost', () => `http://localhost:${port()}/`],
    ['a short form', () => `http://127.1:${port()}/`],
    ['a decimal form', () => `http://2130706433:${port()}/`],
    ['a hexadecimal form', () => `http://0x7f000001:${port()}/`],
    ['an octal form', () => `http://0177.0.0.1:${port()}/`],
    ['zero', () => `http://0.0.0.0:${port()}/`],
    ['IPv6', () => `http://[::1]:${port()}/`],
    ['IPv4 inside IPv6', () => `http://[::ffff:127.0.0.1]:${port()}/`],
    ['the address of cloud metadata', () => 'http://169.254.169.254/latest/meta-data'],
    ['a private network', () => 'http://10.0.0.1/'],
    ['a file', () => 'file:///etc/passwd'],
    ['another protocol', () => 'gopher://127.0.0.1/'],
    ['no address', () => 'hello'],
  ])('an internal address as %s is refused and never asked', async (_, url) => {
    await refuses({ type: 'document', file_url: url() }, 'download_failed');
    expect(asked).toBe(0);
  });

  test('an internal address behind wait=false is refused as well', async () => {
    const refused = await server.api.post('/send?wait=false', {
      username: 'anna_k',
      consent,
      type: 'document',
      file_url: insideUrl,
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'download_failed' } });
    expect(asked).toBe(0);
  });

  describe('from a server of somebody else', () => {
    let stranger: Server;
    let origin: string;
    const requests: string[] = [];
    beforeAll(async () => {
      stranger = createServer((request, answer) => {
        requests.push(request.url ?? '');
        const { pathname } = new URL(request.url ?? '', 'http://stranger');
        if (pathname === '/inside')
          return void answer.writeHead(302, { location: insideUrl }).end();
        if (pathname === '/round') return void answer.writeHead(302, { location: '/round' }).end();
        if (pathname === '/missing') return void answer.writeHead(404).end();
        if (pathname === '/download') {
          const name = 'attachment; filename="price list.txt"';
          return void answer.writeHead(200, { 'content-disposition': name }).end('from the drive');
        }
        const more = () => void (answer.destroyed || answer.write(Buffer.alloc(256 * 1024), more));
        more();
      });
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
      // The same client as the server's own, which takes this one server for a public one.
      server.app.ports.files = createSafeFetch({ allow: [origin], driveOrigin: origin });
    });
    afterAll(() => {
      stranger.closeAllConnections();
      stranger.close();
    });

    test.each([
      ['a redirect into the house', '/inside', 'internal_address'],
      ['a redirect that goes round', '/round', 'too_many_redirects'],
      ['a file that is not there', '/missing', 'not_found'],
      ['a photo without end', '/endless', 'too_large'],
    ])('%s is refused', async (_, path, reason) => {
      const refused = await refuses({ type: 'photo', file_url: origin + path }, 'download_failed');
      expect(refused.body.reason).toBe(reason);
      expect(asked).toBe(0);
      expect(await readdir(server.app.config.dirs.temp)).toEqual([]);
    });

    test('a link that Google Drive shares gives the file behind it', async () => {
      const galina = await control.makeUser({ firstName: 'Galina', username: 'galina_k' });
      const sent = await server.api.post('/send', {
        username: 'galina_k',
        consent,
        type: 'document',
        file_url: 'https://drive.google.com/file/d/1AbCdEfGhIjKlMnOp/view?usp=sharing',
      });
      expect(sent.body).toMatchObject({ success: true });
      expect((await sentTo(control, galina))[0]?.media).toMatchObject({
        filename: 'price list.txt',
        size: 14,
      });
      expect(requests.at(-1)).toContain('id=1AbCdEfGhIjKlMnOp');
    });
  });

  test('nobody on the list of webhooks is reachable as a file', async () => {
    const other = await startTestServer({
      TELEGRAM_EMULATOR: box.control,
      N8N_WEBHOOK_INCOMING: `${insideUrl}/hook`,
    });
    const refused = await other.api.post('/send', {
      username: 'anna_k',
      consent,
      type: 'document',
      file_url: `${insideUrl}/hook`,
    });
    await other.stop();
    expect(refused.body).toMatchObject({ success: false, error: 'download_failed' });
    expect(asked).toBe(0);
  });
});
