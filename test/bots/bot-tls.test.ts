import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { makeBot, type TestBot } from '../support/bot-chat.ts';
import type { Came, Way } from '../support/bot-over-tls.ts';
import { startHttpProxy } from '../support/proxies/http-connect.ts';
import type { TestProxy } from '../support/proxies/proxy-server.ts';
import { startSocks5Proxy } from '../support/proxies/socks5.ts';
import { sentTo } from '../support/sent-messages.ts';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('../support/bot-over-tls.ts', import.meta.url));
const login = { username: 'anna', password: 'p:w d' };
const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

let box: Emulator;
let control: ControlClient;
let bot: TestBot;
let person: number;
let front: Server;
let port: number;
let folder: string | undefined;
let certificate: string;
let socks5: TestProxy;
let http: TestProxy;

// The box speaks plain HTTP: before it stands a front with a certificate that nobody trusts by itself.
beforeAll(async () => {
  if (!hasOpenssl) return;
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'bot over tls' });
  control = controlOf(box);
  bot = await makeBot(control, 'sealed_bot');
  person = await control.makeUser({ firstName: 'Nina' });
  await control.post(`/users/${person}/start`, { bot: bot.id });
  const note = { type: 'document', filename: 'a.txt', base64: btoa('from Nina') };
  await control.post(`/users/${person}/messages`, { to: bot.id, media: note });
  folder = await mkdtemp(join(tmpdir(), 'vestnik-tls-'));
  certificate = join(folder, 'front.pem');
  const key = join(folder, 'front.key');
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', key, '-out', certificate],
  ]);
  const [cert, secret] = await Promise.all([readFile(certificate), readFile(key)]);
  const upstream = Number(new URL(box.botApi).port);
  front = createServer({ key: secret, cert }, (socket) => {
    const plain = connect(upstream, '127.0.0.1');
    for (const [one, other] of [
      [socket, plain],
      [plain, socket],
    ] as const)
      one.on('error', () => other.destroy()).pipe(other);
  });
  // A client that doesn't trust the certificate breaks off.
  front.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  port = (front.address() as AddressInfo).port;
  socks5 = await startSocks5Proxy({ login });
  http = await startHttpProxy({ login });
});
afterAll(async () => {
  front?.close();
  await socks5?.stop();
  await http?.stop();
  await box?.stop();
  if (folder) await rm(folder, { recursive: true });
});

const through = (type: 'socks5' | 'http', { host, port: at }: TestProxy) => ({
  type,
  host,
  port: at,
  ...login,
});

/** Uses the bot in a process of its own. @param trusted a file with certificates that it trusts */
async function use(host: string, trusted: string | undefined): Promise<Came[]> {
  const common = { apiRoot: `https://${host}:${port}`, token: bot.token, chatId: person };
  const ways: Way[] = [
    common,
    { ...common, proxy: through('socks5', socks5) },
    { ...common, proxy: through('http', http) },
  ];
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await run(process.execPath, ['--import', import.meta.resolve('tsx'), CHILD], {
    timeout: 150_000,
    env: {
      PATH,
      HOME,
      WAYS: JSON.stringify(ways),
      ...(trusted && { NODE_EXTRA_CA_CERTS: trusted }),
    },
  });
  return JSON.parse(stdout);
}

/** What the person was told by the bot. */
const said = async () =>
  (await sentTo(control, person)).filter(({ from }) => from === bot.id).map(({ text }) => text);

test.skipIf(!hasOpenssl)(
  'a bot speaks TLS with Telegram itself, directly and through SOCKS5 and HTTP proxies',
  async () => {
    const fine = { username: 'sealed_bot', file: 'from Nina' };
    expect(await use('localhost', certificate)).toEqual([fine, fine, fine]);
    expect(await said()).toEqual(['through nothing', 'through socks5', 'through http']);
    for (const { counters } of [socks5, http]) expect(counters.tunnels).toBeGreaterThan(0);
  },
  180_000,
);

test.skipIf(!hasOpenssl)(
  'a certificate that isn’t trusted gets no token, whatever the way',
  async () => {
    const before = await said();
    const refused = { problem: 'unavailable', code: 'NETWORK' };
    expect(await use('localhost', undefined)).toEqual([refused, refused, refused]);
    // Trusted, but of another name than the one that was asked.
    expect(await use('127.0.0.1', certificate)).toEqual([refused, refused, refused]);
    expect(await said()).toEqual(before);
  },
  180_000,
);
