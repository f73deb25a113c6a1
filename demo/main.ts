import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../emulator/start-emulator.ts';
import { createMovableClock } from '../server/base/clock.ts';
import { newToken } from '../server/base/crypto.ts';
import { openEmbedded } from '../server/base/db/embedded.ts';
import { createLog } from '../server/base/log.ts';
import { readConfig } from '../server/config/config.ts';
import { startVestnik } from '../server/start.ts';
import { createClient } from './clients.ts';
import { makeConsoleLink } from './console-link.ts';
import { freePort } from './free-port.ts';
import { startInbox } from './inbox.ts';
import { play } from './play.ts';
import { runCampaign } from './play-campaign.ts';
import { makeOwner, showBot } from './show-bot.ts';
import { says } from './texts.ts';

/** Where the server listens when nothing else is said. */
const USUAL_PORT = 8_000;
/** Long enough for everybody to answer, short enough not to bore. */
const ANSWERS_WAITED_MS = 12_000;

const once = process.argv.includes('--once');
const language = process.env['INTERFACE_LANGUAGE'] === 'en' ? 'en' : 'ru';
const say = says[language];

const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-demo-'));
const key = newToken('vst');
console.log(say.starting);

const inbox = await startInbox((message) => heard.push(message));
const heard: Parameters<Parameters<typeof startInbox>[0]>[0][] = [];
const box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'demo' });
const control = createClient(box.control);
const ownerId = await makeOwner(control, language);
const settled = readConfig({
  DATA_DIR: dataDir,
  PORT: process.env['PORT'] ?? String(await freePort(USUAL_PORT)),
  API_KEY: key,
  ADMIN_TELEGRAM_ID: String(ownerId),
  TELEGRAM_EMULATOR: box.control,
  N8N_WEBHOOK_INCOMING: inbox.url,
  WEBHOOK_SECRET: newToken('whs'),
  MIN_MESSAGE_DELAY: '0',
  MAILING_DELAY_MIN: '0',
  MAILING_DELAY_MAX: '0',
  MAILING_MAX_PER_ACCOUNT: '100000',
  INVITE_DELAY_SEC: '0',
  INTERFACE_LANGUAGE: language,
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
});
const log = createLog({ ...settled.config.log, pretty: true });
const clock = createMovableClock(new Date(), 1);
// In memory, and never copied: each of the days that pass here would cost a copy.
const { dump: _, ...database } = await openEmbedded(undefined);
const server = await startVestnik(settled, { log, clock, database });
const url = server.url ?? '';
console.log(say.running(url));

const stop = async () => {
  console.log(`\n${say.stopping}`);
  await server.stop();
  await Promise.all([box.stop(), inbox.stop()]);
  await rm(dataDir, { recursive: true, force: true });
};

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    stop().then(() => process.exit(0));
  });
}

const api = createClient(url, { authorization: `Bearer ${key}`, 'accept-language': language });
const mediaDir = settled.config.dirs.media;
await play({ api, control, mediaDir, language, heard, waitMs: ANSWERS_WAITED_MS });
await runCampaign({ api, control, language, box, clock, app: server.app, drain: server.drain });
await showBot({ api, control, language, ownerId });

console.log(`\n${say.console(await makeConsoleLink(server.app, url))}`);
console.log(`${say.docs(url)}\n${say.key(key)}\n${say.sandbox(box.control)}`);
if (once) {
  await stop();
  // The client library leaves the timers of answered requests running for twenty seconds.
  process.exit(0);
} else {
  console.log(`${say.tryIt(url, key)}\n\n${say.stays}`);
}
