import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clearTemp } from './base/clear-temp.ts';
import { type Clock, createSystemClock } from './base/clock.ts';
import { createCrypto } from './base/crypto.ts';
import type { Database } from './base/db/database.ts';
import { migrate } from './base/db/migrate.ts';
import { openPostgres } from './base/db/postgres.ts';
import { adoptRestoredEvents } from './base/events/read-events.ts';
import { createGuardedAgent } from './base/http/guarded-agent.ts';
import { createSafeFetch } from './base/http/safe-fetch.ts';
import { createLog, type Log } from './base/log.ts';
import { createMetrics } from './base/metrics.ts';
import { startOnlyWorker } from './base/only-worker.ts';
import { keptSecretKey } from './base/secret-key-file.ts';
import { startWorker } from './base/worker.ts';
import type { Settled } from './config/config.ts';
import type { App, Extensions, Ports } from './context.ts';
import { createOpenAiModels } from './edges/llm/openai-models.ts';
import { createFfmpegMedia } from './edges/media/ffmpeg-media.ts';
import { findSandbox } from './edges/sandbox/find-sandbox.ts';
import { createMtcuteAccounts } from './edges/telegram-account/mtcute-accounts.ts';
import { sealSending } from './edges/telegram-account/sending-port.ts';
import { readSessions } from './edges/telegram-account/session-files/read-sessions.ts';
import { keyOf } from './edges/telegram-account/session-key.ts';
import { createGrammyBots } from './edges/telegram-bot/grammy-bots.ts';
import { sealBotSending } from './edges/telegram-bot/sending-port.ts';
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

/**
 * Builds the program from its parts. The only place where adapters are chosen. What it had opened
 * is closed again when it fails.
 */
export async function compose(settled: Settled, overrides: Overrides = {}): Promise<Composed> {
  const { config, secrets } = settled;
  const log = overrides.log ?? createLog({ ...config.log, pretty: process.stdout.isTTY === true });
  await mkdir(config.dirs.data, { recursive: true, mode: 0o700 });
  // With the embedded database no other process works here; a folder of the operator's may be shared.
  const isOurs = !secrets.databaseUrl && config.dirs.temp === join(config.dirs.data, 'temp');
  await clearTemp(config.dirs.temp, !isOurs);
  await makeMediaFolders(config.dirs.media);

  const crypto = createCrypto(secrets.secretKey ?? (await keptSecretKey(config.dirs.data)));
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    const database =
      overrides.database ??
      (secrets.databaseUrl
        ? await openPostgres(secrets.databaseUrl, log)
        : await openOwnDatabase(join(config.dirs.data, 'database')));
    opened.push(() => database.close());
    const applied = await migrate(database, new URL('./migrations/', import.meta.url));
    if (applied.length > 0)
      log.info({ migrations: applied }, 'the database was brought up to date');
    await adoptRestoredEvents(database);

    const sandbox = config.telegram.emulator
      ? await findSandbox(config.telegram.emulator)
      : undefined;
    const telegram = await createMtcuteAccounts({
      apiId: config.telegram.apiId,
      apiHash: secrets.apiHash,
      sandbox: sandbox?.mtproto,
      connectTimeout: config.proxyTimeout,
      log,
    });
    const botApi = createGrammyBots(sandbox?.botApi, config.proxyTimeout * 1_000);
    const files = createSafeFetch();
    const hooks = createSafeFetch({ allow: config.internalOrigins });
    const models = createGuardedAgent({
      allow: config.ai.baseUrl ? [new URL(config.ai.baseUrl).origin] : [],
      connectTimeoutMs: 10_000,
      // A model is silent until its whole answer is there.
      idleTimeoutMs: config.ai.timeout * 1_000,
    });
    // A call whose answer nobody waits for any more is broken off.
    opened.push(
      async () => void (await Promise.all([files.close(), hooks.close(), models.destroy()])),
    );
    const ports: Ports = {
      telegramAccounts: telegram.accounts,
      accountSending: sealSending(telegram.sending),
      telegramBots: botApi.bots,
      botSending: sealBotSending(botApi.sending),
      sessionReader: { readSessions, keyOf },
      files,
      media: createFfmpegMedia({
        ...(config.media.ffmpegPath && { ffmpegPath: config.media.ffmpegPath }),
        ...(config.media.ffprobePath && { ffprobePath: config.media.ffprobePath }),
      }),
      llm: createOpenAiModels(models),
      webhooks: createWebhookPoster(hooks, files),
    };
    // A database that was given from outside may be shared.
    const isAlone = database.kind === 'embedded' && !overrides.database;
    const worker = isAlone
      ? await startOnlyWorker({ database })
      : await startWorker({ database, log });
    opened.push(() => worker.stop());
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
    return { app, notices, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Loaded only where it is used: the embedded database takes some 30 MB before it is opened. */
async function openOwnDatabase(folder: string): Promise<Database> {
  const { openEmbedded } = await import('./base/db/embedded.ts');
  return openEmbedded(folder);
}

function collectExtensions(): Extensions {
  return {
    contactsMerged: features.flatMap((f) => f.extensions?.contactsMerged ?? []),
    messagesHeard: features.flatMap((f) => f.extensions?.messagesHeard ?? []),
    dialogsHeard: features.flatMap((f) => f.extensions?.dialogsHeard ?? []),
    dialogAgreed: features.flatMap((f) => f.extensions?.dialogAgreed ?? []),
    dialogResuming: features.flatMap((f) => f.extensions?.dialogResuming ?? []),
    dialogsEnded: features.flatMap((f) => f.extensions?.dialogsEnded ?? []),
    messageHolds: features.flatMap((f) => f.extensions?.messageHolds ?? []),
    contactErasing: features.flatMap((f) => f.extensions?.contactErasing ?? []),
    contactErased: features.flatMap((f) => f.extensions?.contactErased ?? []),
    senderReturned: features.flatMap((f) => f.extensions?.senderReturned ?? []),
  };
}

async function makeMediaFolders(root: string): Promise<void> {
  for (const name of ['video_notes', 'photos', 'voices'])
    await mkdir(join(root, name), { recursive: true });
}
