import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, createSystemClock } from './base/clock.ts';
import { createCrypto } from './base/crypto.ts';
import type { Database } from './base/db/database.ts';
import { openEmbedded } from './base/db/embedded.ts';
import { migrate } from './base/db/migrate.ts';
import { openPostgres } from './base/db/postgres.ts';
import { adoptRestoredEvents } from './base/events/read-events.ts';
import { createSafeFetch } from './base/http/safe-fetch.ts';
import { createLog, type Log } from './base/log.ts';
import { createMetrics } from './base/metrics.ts';
import { startWorker } from './base/worker.ts';
import type { Settled } from './config/config.ts';
import type { App, Extensions, Ports } from './context.ts';
import { createFfmpegMedia } from './edges/media/ffmpeg-media.ts';
import { createMtcuteAccounts } from './edges/telegram-account/mtcute-accounts.ts';
import { sealSending } from './edges/telegram-account/sending-port.ts';
import { readSessions } from './edges/telegram-account/session-files/read-sessions.ts';
import { keyOf } from './edges/telegram-account/session-key.ts';
import { createWebhookPoster } from './edges/webhook/post-webhook.ts';
import { features } from './features.ts';

/** What tests and the sandbox put in the place of what the environment would give. */
export type Overrides = {
  clock?: Clock;
  random?: () => number;
  log?: Log;
  database?: Database;
};

export type Composed = {
  app: App;
  /** Lines for the person who starts the server: keys that are shown once. */
  notices: string[];
  close(): Promise<void>;
};

/** Builds the program from its parts. The only place where adapters are chosen. */
export async function compose(settled: Settled, overrides: Overrides = {}): Promise<Composed> {
  const { config, secrets } = settled;
  const log = overrides.log ?? createLog({ ...config.log, pretty: process.stdout.isTTY === true });
  await mkdir(config.dirs.data, { recursive: true, mode: 0o700 });
  await clearTemp(config.dirs.temp, secrets.databaseUrl !== undefined);
  await makeMediaFolders(config.dirs.media);

  const crypto = createCrypto(secrets.secretKey ?? (await keptSecretKey(config.dirs.data)));
  const database =
    overrides.database ??
    (secrets.databaseUrl
      ? await openPostgres(secrets.databaseUrl, log)
      : await openEmbedded(join(config.dirs.data, 'database')));
  const applied = await migrate(database, new URL('./migrations/', import.meta.url));
  if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date');
  await adoptRestoredEvents(database);

  const telegram = await createMtcuteAccounts({
    apiId: config.telegram.apiId,
    apiHash: secrets.apiHash,
    emulator: config.telegram.emulator,
    connectTimeout: config.proxyTimeout,
    log,
  });
  const files = createSafeFetch();
  const hooks = createSafeFetch({ allow: trustedOrigins(Object.values(config.webhooks)) });
  const ports: Ports = {
    telegramAccounts: telegram.accounts,
    accountSending: sealSending(telegram.sending),
    sessionReader: { readSessions, keyOf },
    files,
    media: createFfmpegMedia({
      ...(config.media.ffmpegPath && { ffmpegPath: config.media.ffmpegPath }),
      ...(config.media.ffprobePath && { ffprobePath: config.media.ffprobePath }),
    }),
    webhooks: createWebhookPoster(hooks),
  };
  const worker = await startWorker({ database, log });
  const app: App = {
    config,
    secrets,
    database,
    db: database.db,
    crypto,
    clock: overrides.clock ?? createSystemClock(),
    random: overrides.random ?? Math.random,
    log,
    metrics: createMetrics(),
    worker,
    ports,
    extensions: collectExtensions(),
  };
  const notices: string[] = [];
  for (const feature of features) {
    const notice = await feature.prepare?.(app);
    if (notice) notices.push(notice);
  }
  return {
    app,
    notices,
    async close() {
      await worker.stop();
      await Promise.all([files.close(), hooks.close()]);
      await database.close();
    },
  };
}

function collectExtensions(): Extensions {
  return {
    contactsMerged: features.flatMap((f) => f.extensions?.contactsMerged ?? []),
    senderReturned: features.flatMap((f) => f.extensions?.senderReturned ?? []),
  };
}

/** The operator's own addresses may be internal; nobody else's may. */
function trustedOrigins(urls: readonly (string | undefined)[]): string[] {
  return urls.flatMap((url) => (url ? [new URL(url).origin] : []));
}

/** The key that is made at the first start when SECRET_KEY isn't given; its owner alone may read. */
async function keptSecretKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret.key');
  try {
    await writeFile(path, `${randomBytes(32).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await chmod(path, 0o600);
  return (await readFile(path, 'utf8')).trim();
}

const ABANDONED_AFTER_MS = 6 * 3_600_000;

/**
 * Removes what processes that died in the middle left behind. With the embedded database no other
 * process works here; otherwise what is young may be somebody's who is at work.
 */
async function clearTemp(folder: string, isShared: boolean): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (isShared && Date.now() - mtimeMs < ABANDONED_AFTER_MS) continue;
    await rm(path, { recursive: true, force: true });
  }
}

async function makeMediaFolders(root: string): Promise<void> {
  for (const name of ['video_notes', 'photos', 'voices'])
    await mkdir(join(root, name), { recursive: true });
}
